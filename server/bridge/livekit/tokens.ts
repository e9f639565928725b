import { AccessToken, TrackSource } from 'livekit-server-sdk'
import type { Applicant, MediaRights } from '../engine.ts'

export type Keys = { url: string; key: string; secret: string }

/** What a point may send: no sound while the chair has closed its microphone, no screen unless it was granted. */
export const sources = ({ heard, shares }: MediaRights): TrackSource[] => [
  TrackSource.CAMERA,
  ...(heard ? [TrackSource.MICROPHONE] : []),
  ...(shares ? [TrackSource.SCREEN_SHARE] : []),
]

/**
 * The right of one browser to one room: it may enter within `seconds`, once in it stays until it is taken out.
 * A screen is not seen by the others and sends nothing.
 */
export async function roomToken(keys: Keys, room: string, who: Applicant, seconds: number): Promise<string> {
  const screen = who.role === 'screen'
  const token = new AccessToken(keys.key, keys.secret, { identity: who.id, ttl: seconds })
  token.addGrant({
    room,
    roomJoin: true,
    canSubscribe: true,
    canPublish: !screen,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    hidden: screen,
    ...(screen ? {} : { canPublishSources: sources(who) }),
  })
  return token.toJwt()
}
