// Web push to this browser: by its person's own wish, and no longer than it lasts.
import { api } from '../../api/index.ts'

const WORKER = '/alarm-worker.js'
const can = () => 'serviceWorker' in navigator && 'PushManager' in window && isSecureContext

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER)
  return (await worker?.pushManager.getSubscription()) ?? null
}

/** none: this browser cannot, or the page is not served securely. */
export async function pushState(): Promise<'none' | 'off' | 'on'> {
  if (!can()) return 'none'
  return (await subscription()) ? 'on' : 'off'
}

export async function pushHere(publicKey: string): Promise<void> {
  const worker = await navigator.serviceWorker.register(WORKER)
  await navigator.serviceWorker.ready
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  const { endpoint, keys } = made.toJSON()
  await api.post('/api/alarm-push', { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } })
}

export async function pushNoMore(): Promise<void> {
  const known = await subscription()
  if (!known) return
  await api.post('/api/alarm-push/end', { endpoint: known.endpoint })
  await known.unsubscribe()
}
