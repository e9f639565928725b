import type { Language, Role } from '../../shared/vocabulary.ts'

/** Who asks. Every rule starts from one of these; null is nobody. */
export type AccountPrincipal = {
  kind: 'account'
  id: number
  username: string
  displayName: string
  role: Role
  unitId: number
  language: Language
  /** How it came: a browser's session needs CSRF protection, a personal token does not. */
  by: 'session' | 'token'
  /** Hash of its session in hex, so that what it opened ends with it; null for a token. */
  session: string | null
}
export type ScreenPrincipal = { kind: 'screen'; id: number; name: string }
export type ConnectionPrincipal = { kind: 'connection'; id: string }
/** `device`: SHA-256 of the secret of the device that it came with, hex. */
export type PointPrincipal = {
  kind: 'point'
  pointId: string
  sessionId: string
  unitId: number
  device: string
}
export type Principal = AccountPrincipal | ScreenPrincipal | ConnectionPrincipal | PointPrincipal

/** How the audit names it. */
export function actorOf(p: Principal): string {
  switch (p.kind) {
    case 'account':
      return `account:${p.username}`
    case 'screen':
      return `screen:${p.id}`
    case 'connection':
      return `connection:${p.id}`
    case 'point':
      return `point:${p.pointId}`
  }
}
