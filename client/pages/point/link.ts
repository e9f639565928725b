import { BRIDGE_PROBLEMS, type BridgeProblem, type PointGreeting } from '../../../shared/api/bridge.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { deviceSecret } from '../../bridge/index.ts'

export type Refusal = { code: string; message: Record<Language, string> }
export type Opened = { greeting: PointGreeting } | { refusal: Refusal }

/** The invitation in the address. A person pastes links with what stood around them. */
export function invitationToken(fragment: string): string | null {
  return /^#([A-Za-z0-9_-]{20,100})/.exec(fragment)?.[1] ?? null
}

/** What the live connection is opened with: the link and this device, to which it is bound. */
export const pointCredential = (token: string) => `${token}.${deviceSecret()}`

/** Asks whether the invitation is in force for this device, and why not. Throws when the server is out of reach. */
export async function openInvitation(token: string): Promise<Opened> {
  const response = await fetch('/api/bridge/point', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, device: deviceSecret() }),
  })
  const body: unknown = await response.json()
  if (response.ok) return { greeting: body as PointGreeting }
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`)
  const code = body && typeof body === 'object' && 'code' in body ? String(body.code) : ''
  const known = Object.hasOwn(BRIDGE_PROBLEMS, code) ? (code as BridgeProblem) : 'BRIDGE_LINK_REFUSED'
  const [, vi, en] = BRIDGE_PROBLEMS[known]
  return { refusal: { code: known, message: { vi, en } } }
}
