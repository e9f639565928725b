// Web push to this browser: by its person's own wish, and no longer than it lasts.
import { api } from './request.ts'

const WORKER = '/alarm-worker.js'
/** Leaving does not wait longer for a server or a push service that does not answer. */
const PATIENCE_MS = 3_000
const can = () => 'serviceWorker' in navigator && 'PushManager' in window && isSecureContext

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER)
  return (await worker?.pushManager.getSubscription()) ?? null
}

const isMine = async ({ endpoint }: PushSubscription) =>
  (await api.post<{ mine: boolean }>('/api/alarm-push/mine', { endpoint })).mine

/** none: this browser cannot, or the page is not served securely. What another person asked for here is not on. */
export async function pushState(): Promise<'none' | 'off' | 'on'> {
  if (!can()) return 'none'
  const known = await subscription()
  return known && (await isMine(known)) ? 'on' : 'off'
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

/** Before its person leaves a browser that others use too. The browser's end holds also when the server does not answer. */
export async function leavePush(): Promise<void> {
  if (!can()) return
  const known = await subscription()
  if (!known) return
  const { endpoint } = known
  const left = Promise.allSettled([api.post('/api/alarm-push/end', { endpoint }), known.unsubscribe()])
  await Promise.race([left, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
}

/** Ends what was asked for here by somebody whose session ended without a word. */
export async function dropForeignPush(): Promise<void> {
  const known = can() ? await subscription() : null
  if (known && !(await isMine(known))) await known.unsubscribe()
}
