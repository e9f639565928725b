import type { FastifyInstance } from 'fastify'
import { overlaid } from '../../shared/overlay.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Language } from '../../shared/vocabulary.ts'
import {
  ANSWER_MS,
  type CommandAnswer,
  LEAD_MS,
  type ScreenCommand,
  type ScreenDone,
  type ScreenOrder,
} from '../../shared/wall.ts'
import { transaction } from '../db/index.ts'
import type { LiveSocket } from '../live/index.ts'
import { addAnswer, addCommand, writeOverlay } from './command-store.ts'
import type { Acting } from './screens.ts'

/** What a person did to a picture that others look at, for the shift's log; null for what passes. */
function noteOf(name: string, command: ScreenCommand): Record<Language, string> | null {
  switch (command.do) {
    case 'notice':
      return {
        vi: `Đưa thông báo lên màn hình ${name}: ${command.text}`,
        en: `Notice on screen ${name}: ${command.text}`,
      }
    case 'clear-notice':
      return { vi: `Gỡ thông báo trên màn hình ${name}`, en: `Notice on screen ${name} taken away` }
    case 'blank':
      return command.on
        ? { vi: `Che màn hình ${name}`, en: `Screen ${name} blanked` }
        : { vi: `Bỏ che màn hình ${name}`, en: `Screen ${name} shown again` }
    default:
      return null
  }
}

type Waiting = { screen: number; at: number; end(answer: CommandAnswer): void; timer: NodeJS.Timeout }

/** What screens are told to do: written down before it is sent, answered by the screen, the answer written down too. */
export class Commands {
  readonly #app: FastifyInstance
  readonly #sockets: (screen: number) => LiveSocket[]
  readonly #waiting = new Map<number, Waiting>()
  constructor(app: FastifyInstance, sockets: (screen: number) => LiveSocket[]) {
    this.#app = app
    this.#sockets = sockets
  }

  /** One screen, at once. Throws NOT_FOUND. */
  async one(screen: number, command: ScreenCommand, by: Acting): Promise<CommandAnswer> {
    const [answer] = await this.#send([screen], command, by, Date.now())
    if (!answer) throw new RequestError('NOT_FOUND', { screen })
    return answer
  }

  /** Several screens, all at one instant a little ahead. Throws NOT_FOUND when one of them is not paired. */
  together(screens: readonly number[], command: ScreenCommand, by: Acting): Promise<CommandAnswer[]> {
    return this.#send(screens, command, by, Date.now() + LEAD_MS)
  }

  /** The screen's word on an order: taken from that screen alone, once. */
  done(screen: number, { id, ok, at, detail }: ScreenDone): void {
    const waiting = this.#waiting.get(id)
    if (!waiting || waiting.screen !== screen) return
    const took = Math.max(0, at - waiting.at)
    waiting.end({ id, screen, end: ok ? 'done' : 'failed', took, at, detail: detail ?? null })
  }

  stop(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  async #send(
    ids: readonly number[],
    command: ScreenCommand,
    by: Acting,
    at: number,
  ): Promise<CommandAnswer[]> {
    const { audit, bus, db, wall } = this.#app
    const orders = await transaction(db.pool, async (client) => {
      const made: { screen: number; order: ScreenOrder }[] = []
      for (const screen of ids) {
        const known = wall.screens.find(screen)
        if (!known) throw new RequestError('NOT_FOUND', { screen })
        const id = await addCommand(client, { screen, at, command, actor: by.actor })
        const overlay = overlaid(known.overlay, command, at)
        if (overlay) await writeOverlay(client, screen, overlay)
        made.push({ screen, order: { id, at, command } })
      }
      const { do: what, ...words } = command
      const subject = ids.length === 1 ? `screen:${ids[0]}` : null
      const detail = { ...words, screens: ids.join(' ') }
      await audit.record({ ...by, action: `screen.${what}`, subject, detail }, client)
      return made
    })
    for (const { screen } of orders) {
      const known = wall.screens.find(screen)
      const overlay = known && overlaid(known.overlay, command, at)
      if (overlay) wall.screens.keep(screen, { overlay })
    }
    for (const { screen } of orders) {
      const note = noteOf(wall.screens.find(screen)?.name ?? `${screen}`, command)
      if (note)
        bus.emit('logbook', {
          ...{ at, kind: `screen.${command.do}`, subject: `screen:${screen}`, text: note, actor: by.actor },
          detail: {},
        })
    }
    return Promise.all(orders.map(({ screen, order }) => this.#ask(screen, order)))
  }

  async #ask(screen: number, order: ScreenOrder): Promise<CommandAnswer> {
    const { id, at } = order
    const socket = this.#sockets(screen).at(-1)
    const none = { id, screen, took: null, at: null, detail: null }
    const answer = socket
      ? await new Promise<CommandAnswer>((resolve) => {
          const end = (answer: CommandAnswer) => {
            clearTimeout(timer)
            this.#waiting.delete(id)
            resolve(answer)
          }
          const patience = at - Date.now() + ANSWER_MS
          const timer = setTimeout(() => end({ ...none, end: 'silent' }), patience)
          this.#waiting.set(id, { screen, at, end, timer })
          socket.emit('screen:order', order)
        })
      : ({ ...none, end: 'away' } satisfies CommandAnswer)
    await addAnswer(this.#app.db.pool, answer)
    return answer
  }
}
