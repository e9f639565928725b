import type { Remote } from './carrier.ts'

/** Small, and on the page all the same: what nobody could see is not sent by every carrier. */
const PLACE = { position: 'fixed', left: '0', bottom: '0', width: '2px', height: '2px', opacity: '0.01' }

/** Whether a picture is to be expected of it at all. */
export const sendsPicture = ({ stream }: Remote): boolean =>
  stream?.getVideoTracks().some((t) => t.readyState === 'live' && !t.muted) ?? false

/** Calls `seen` once its first picture is decoded. Answers how to look no longer; it may be called at any time. */
export function onFirstPicture(remote: Remote, seen: () => void): () => void {
  const element = document.createElement('video')
  element.muted = true
  element.playsInline = true
  element.autoplay = true
  element.setAttribute('aria-hidden', 'true')
  Object.assign(element.style, PLACE)
  element.style.pointerEvents = 'none'
  element.addEventListener('loadeddata', seen, { once: true })
  document.body.append(element)
  if (!remote.attach) element.srcObject = remote.stream
  const detach = remote.attach?.(element)
  return () => {
    element.removeEventListener('loadeddata', seen)
    detach?.()
    element.srcObject = null
    element.remove()
  }
}
