import { createHash, randomBytes } from 'node:crypto'

/** Of a token or of a device's secret, hex. Both are 256 random bits, so one plain hash is enough. */
export const fingerprint = (secret: string) => createHash('sha256').update(secret).digest('hex')

export const newToken = () => randomBytes(32).toString('base64url')
export const newId = () => randomBytes(9).toString('base64url')

/** The token stands in the fragment, which browsers never send: it reaches no log and no referrer. */
export const invitationLink = (origin: string, token: string) => `${origin}/point#${token}`

/** The handshake carries 'token.device', so that a stolen link is refused before any event is heard. */
export function splitPointToken(credential: string): { token: string; device: string } | null {
  const match = /^([A-Za-z0-9_-]{20,100})\.([A-Za-z0-9_-]{20,100})$/.exec(credential)
  return match?.[1] && match[2] ? { token: match[1], device: match[2] } : null
}
