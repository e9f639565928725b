import type { FastifyInstance } from 'fastify'
import { type AlarmLife, wantsAnswer } from '../../shared/alarm.ts'
import type { AlarmLadderInput } from '../../shared/api/alarms.ts'
import type { AlarmHearing } from '../../shared/live.ts'
import { type LiveSocket, on } from '../live/index.ts'
import type { Book } from './book.ts'
import { seesAlarm } from './feed.ts'
import { nextRungAt } from './ladder/plan.ts'
import type { Alarm } from './types.ts'
import { alarmView } from './view.ts'

const EVERY_MS = 150
/** Calls shown at once on a desk; the others are counted. */
const CALLS = 3
type Climbed = { of: AlarmLadderInput; first: number }

/**
 * Who hears an alarm: those whom its ladder called by sound. Where the ladder has no such rung, or was climbed to its
 * end without finding anybody, every desk that answers for alarms.
 */
export function hears(
  { called, climb }: Pick<AlarmLife, 'called' | 'climb'>,
  ladder: Climbed | undefined,
  of: { account: number; answers: boolean },
): boolean {
  if (!ladder?.of.rungs.some((r) => r.channel === 'sound')) return of.answers
  if (called.some((c) => c.sound)) return called.some((c) => c.sound && c.account === of.account)
  return of.answers && nextRungAt(ladder.of, climb, ladder.first) === null
}

type Room = { book: Book; ladder(a: Alarm): Climbed | undefined }

/** Tells each person's desks what is to sound on them and what has been called there: on every page, whatever it shows. */
export class Hearing {
  readonly #app: FastifyInstance
  readonly #room: Room
  /** What each desk was told last, as text. */
  readonly #desks = new Map<LiveSocket, string>()
  readonly #timer: NodeJS.Timeout
  #turned = false

  constructor(app: FastifyInstance, room: Room) {
    this.#app = app
    this.#room = room
    app.live.onSocket((socket) => {
      on(
        socket,
        'alarms:hear',
        (error) => app.log.error({ error }, 'live event failed'),
        () => {
          const now = this.#of(socket, this.#waiting())
          this.#desks.set(socket, JSON.stringify(now))
          return now
        },
      )
      socket.on('disconnect', () => this.#desks.delete(socket))
    })
    this.#timer = setInterval(() => this.#tell(), EVERY_MS)
  }

  /** Alarms, or the ladders that they climb, are other than before. */
  turn(): void {
    this.#turned = true
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #waiting(): Alarm[] {
    return [...this.#room.book.all()]
      .filter((a) => wantsAnswer(a.life))
      .sort((a, b) => b.since - a.since || b.id - a.id)
  }

  #of({ data: { principal } }: LiveSocket, waiting: readonly Alarm[]): AlarmHearing {
    const found: AlarmHearing = { heard: { critical: 0, high: 0, medium: 0, low: 0 }, calls: [], called: 0 }
    if (principal?.kind !== 'account') return found
    const answers = principal.role === 'duty' || principal.role === 'administrator'
    const whole = seesAlarm(this.#app, principal, { unitId: null })
    for (const a of waiting) {
      if (!whole && !seesAlarm(this.#app, principal, a)) continue
      if (hears(a.life, this.#room.ladder(a), { account: principal.id, answers })) found.heard[a.severity]++
      if (!a.life.called.some((c) => c.account === principal.id)) continue
      found.called++
      if (found.calls.length < CALLS) found.calls.push(alarmView(a))
    }
    return found
  }

  #tell(): void {
    if (!this.#turned) return
    this.#turned = false
    const waiting = this.#waiting()
    for (const [socket, before] of this.#desks) {
      const now = this.#of(socket, waiting)
      const text = JSON.stringify(now)
      if (text === before) continue
      this.#desks.set(socket, text)
      socket.emit('alarms:heard', now)
    }
  }
}
