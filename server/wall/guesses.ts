import type { FastifyInstance } from 'fastify'

/** Wrong codes of one person within the window that are a slip of the hand; more is guessing. */
const SLIPS = 3
const WINDOW_MS = 10 * 60_000

/** Counts wrong codes and raises the alarm once a window for whoever guesses. */
export class Guesses {
  readonly #app: FastifyInstance
  readonly #wrong = new Map<string, { count: number; until: number }>()
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async wrong(by: { actor: string; address: string }, now: number): Promise<void> {
    for (const [who, { until }] of this.#wrong) if (until <= now) this.#wrong.delete(who)
    const found = this.#wrong.get(by.actor) ?? { count: 0, until: now + WINDOW_MS }
    this.#wrong.set(by.actor, { ...found, count: found.count + 1 })
    if (found.count + 1 !== SLIPS + 1) return
    const { audit, bus } = this.#app
    const detail = { wrong: found.count + 1, address: by.address }
    await audit.record({ ...by, action: 'screen.code-guessed', detail })
    const who = by.actor.replace(/^account:/, '')
    const text = {
      vi: `Dò mã màn hình: ${who} nhập sai ${found.count + 1} lần từ ${by.address}`,
      en: `Screen codes guessed: ${who} was wrong ${found.count + 1} times from ${by.address}`,
    }
    // Who it is and where from stands in the log and on the desk; guests read the wall.
    const seen = { vi: 'Có người dò mã ghép màn hình', en: 'The codes of screens are being guessed' }
    bus.emit('happening', { at: now, kind: 'screen-guessed', text: seen, simulated: false })
    const subject = `code:${who}`
    bus.emit('intrusion', { subject, state: 'guessed', since: now, detail: { ...detail, name: who } })
    bus.emit('logbook', {
      ...{ at: now, kind: 'screen.code-guessed', subject: null, text, actor: by.actor, detail },
    })
  }
}
