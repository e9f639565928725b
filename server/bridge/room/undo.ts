import type { AccountPrincipal } from '../../access/index.ts'
import type { Commands } from '../commands.ts'
import { BridgeError } from '../problem.ts'
import type { Session } from '../session.ts'

/** As long as the pages offer it, and a moment for the way. */
const OFFERED_MS = 11_500

/** Taking back that every microphone was closed: for a few seconds, by the one who closed them. */
export class UndoMute {
  readonly #commands: Commands
  /** By session: which microphones were open before. */
  readonly #open = new Map<string, { points: string[]; by: number; until: number }>()
  constructor(commands: Commands) {
    this.#commands = commands
  }

  async muteAll(by: AccountPrincipal, session: Session): Promise<void> {
    const points = [...session.points.values()].filter((p) => p.role === 'point' && !p.muted)
    await this.#commands.muteAll(by, session)
    const now = Date.now()
    for (const [id, { until }] of this.#open) if (until < now) this.#open.delete(id)
    if (points.length)
      this.#open.set(session.id, { points: points.map((p) => p.id), by: by.id, until: now + OFFERED_MS })
  }

  /** Throws BRIDGE_TOO_LATE. Whoever left since stays closed; the floor is given anew by a person. */
  async undo(by: AccountPrincipal, session: Session): Promise<void> {
    const kept = this.#open.get(session.id)
    if (!kept || kept.by !== by.id || kept.until < Date.now()) throw new BridgeError('BRIDGE_TOO_LATE')
    this.#open.delete(session.id)
    for (const id of kept.points) {
      const point = session.points.get(id)
      if (point) await this.#commands.mute(by, session, point, false)
    }
  }
}
