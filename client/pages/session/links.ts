import type { InvitationView } from '../../../shared/api/bridge.ts'

const keyOf = (session: string) => `td.links.${session}`

/** Links are told once; this window keeps them while it is open, so that a reload does not lose them. */
export function keptInvitations(session: string, handed: InvitationView[]): InvitationView[] {
  let kept: InvitationView[] = []
  try {
    kept = JSON.parse(sessionStorage.getItem(keyOf(session)) ?? '[]')
  } catch {}
  // Handed over by the page that opened the session; renewed ones come later and win.
  const known = new Set(kept.map((k) => k.point))
  return keepInvitations(session, [...handed.filter((h) => !known.has(h.point)), ...kept])
}

export function keepInvitations(session: string, list: InvitationView[]): InvitationView[] {
  const newest = [...new Map(list.map((i) => [i.point, i])).values()]
  try {
    sessionStorage.setItem(keyOf(session), JSON.stringify(newest))
  } catch {}
  return newest
}
