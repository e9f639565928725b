import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { ScreenCopied } from '../../shared/wall.ts'
import type { ScreenCredential } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import type { LiveSocket } from '../live/index.ts'
import { bindDevice, findToken, offerToken, oldTokens, promoteToken } from './token-store.ts'

/** A token in use for so long is replaced while its screen is here. */
const LIFE_SECONDS = 12 * 3_600
/** The one before stays good for so long: a page may lose its power just as it is given another. */
const GRACE_SECONDS = 600
const LOOK_MS = 10 * 60_000
const KEPT_MS = 5_000
const RETRY_MS = 2_000
/** How long a page that lives may take to say so: one that is just drawing its map on a slow machine is not to lose its place to a copy. */
const THERE_MS = 5_000
/** A copy that tries and tries is told of once in so long. */
const AGAIN_MS = 10 * 60_000

type Copied = { at: number; address: string; why: ScreenCopied }
/** `taken`: a person has taken it; what is told again is still counted from then. */
type Mark = Copied & { taken: boolean }

/** What opens for a screen: one token at a time, on one machine, in one page; whoever comes with a copy is known by it. */
export class Tokens {
  readonly #app: FastifyInstance
  readonly #sockets: (screen: number) => LiveSocket[]
  /** Screens whose token somebody else came with. */
  readonly #copied = new Map<number, Mark>()
  constructor(app: FastifyInstance, sockets: (screen: number) => LiveSocket[]) {
    this.#app = app
    this.#sockets = sockets
  }

  copied(id: number): Copied | null {
    const mark = this.#copied.get(id)
    return mark && !mark.taken ? { at: mark.at, address: mark.address, why: mark.why } : null
  }
  /** A person has taken the cause: the screen is not marked any more, and a copy that still tries says nothing new. */
  taken(id: number): void {
    const mark = this.#copied.get(id)
    if (mark) mark.taken = true
  }
  /** Paired anew. */
  forgive(id: number): void {
    this.#copied.delete(id)
    const subject = `screen:${id}`
    this.#app.bus.emit('intrusion', { subject, state: 'forgiven', since: Date.now(), detail: {} })
  }

  /** Who comes with this token from this machine; null = nobody is let in. */
  async resolve({ token, device, address, socket }: ScreenCredential) {
    const found = await findToken(this.#app.db.pool, token)
    if (!found) return null
    const { id, name, state } = found
    if (state === 'dead') return this.#shutOut(id, name, address, 'old-token')
    if (found.device && (!device || !found.device.equals(device)))
      return this.#shutOut(id, name, address, 'other-machine')
    if (!found.device && device && socket) await bindDevice(this.#app.db.pool, id, device)
    if (state === 'next') await this.#promote(id, token)
    return { id, name }
  }

  /** Gives the screen another token; returns whether it keeps it. The old one stays good until it does. */
  async rotate(id: number): Promise<boolean> {
    const socket = this.#sockets(id).at(-1)
    if (!socket) return false
    const token = this.#app.access.newToken()
    const hash = this.#app.access.hashToken(token)
    await offerToken(this.#app.db.pool, id, hash)
    const kept = await new Promise<boolean>((done) =>
      socket.timeout(KEPT_MS).emit('screen:token', token, (error: Error | null) => done(!error)),
    )
    if (!kept) return false
    // The open socket goes on under the new one: it is looked at again once a minute.
    socket.handshake.auth.screenToken = token
    return this.#promote(id, hash)
  }

  /** A page that stands under the token of before is given another at once: that one opens for minutes only. */
  async renew(id: number, socket: LiveSocket): Promise<void> {
    const isOnGrace = async () => {
      const token: unknown = socket.handshake.auth.screenToken
      if (!socket.connected || typeof token !== 'string') return false
      return (await findToken(this.#app.db.pool, this.#app.access.hashToken(token)))?.state === 'grace'
    }
    // It may not listen yet when it has just come.
    while ((await isOnGrace()) && !(await this.rotate(id))) await pause(RETRY_MS, undefined, { ref: false })
  }

  /** Rotates what is due, one after the other. Returns how to stop. */
  start(): () => void {
    const look = async () => {
      for (const id of await oldTokens(this.#app.db.pool, LIFE_SECONDS)) await this.rotate(id)
    }
    const timer = setInterval(
      () => void look().catch((error) => this.#app.log.warn({ error }, 'tokens of screens')),
      LOOK_MS,
    )
    timer.unref()
    return () => clearInterval(timer)
  }

  /** Whether a socket of this screen lives: a second page of one screen is a copy. */
  async isTaken(id: number, address: string): Promise<boolean> {
    for (const socket of this.#sockets(id)) {
      const there = await new Promise<boolean>((done) =>
        socket.timeout(THERE_MS).emit('screen:there', (error: Error | null) => done(!error)),
      )
      if (there) {
        const name = this.#app.wall.paired().find((s) => s.id === id)?.name ?? ''
        await this.#shutOut(id, name, address, 'two-at-once')
        return true
      }
      socket.disconnect(true)
    }
    return false
  }

  #promote(id: number, hash: Buffer): Promise<boolean> {
    const { audit, db } = this.#app
    return transaction(db.pool, async (client) => {
      const done = await promoteToken(client, id, hash, GRACE_SECONDS)
      const actor = `screen:${id}`
      if (done) await audit.record({ actor, action: 'screen.token-renewed', subject: actor }, client)
      return done
    })
  }

  async #shutOut(id: number, name: string, address: string, why: ScreenCopied): Promise<null> {
    const now = Date.now()
    const before = this.#copied.get(id)
    if (before && before.why === why && before.address === address && now - before.at < AGAIN_MS) return null
    this.#copied.set(id, { at: now, address, why, taken: false })
    const here = this.#sockets(id).map((s) => s.handshake.address)
    const detail = { why, address, here: here.join(' ') }
    await this.#app.audit.record({
      ...{ actor: 'system', action: 'screen.copied', subject: `screen:${id}`, detail, address },
    })
    const text = {
      vi: `Khóa của màn hình ${name} bị dùng từ nơi khác (${address}): đã chặn`,
      en: `The token of screen ${name} was used from elsewhere (${address}): shut out`,
    }
    // From where stands in the log and on the desk; guests read the wall.
    const seen = {
      vi: `Khóa của màn hình ${name} bị dùng từ nơi khác: đã chặn`,
      en: `The token of screen ${name} was used from elsewhere: shut out`,
    }
    const subject = `screen:${id}`
    this.#app.bus.emit('happening', { at: now, kind: 'screen-copied', text: seen, simulated: false })
    this.#app.bus.emit('logbook', { at: now, kind: 'screen.copied', subject, text, actor: null, detail })
    this.#app.bus.emit('intrusion', { subject, state: 'copied', since: now, detail: { why, address, name } })
    return null
  }
}
