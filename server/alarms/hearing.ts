import type { FastifyInstance } from 'fastify'
import { type AlarmLife, wantsAnswer } from '../../shared/alarm.ts'
import type { AlarmLadderInput } from '../../shared/api/alarms.ts'
import type { AlarmHearing } from '../../shared/live.ts'
import { type LiveSocket, on } from '../live/index.ts'
import { seesAlarm } from './feed.ts'
import { nextRungAt } from './ladder/plan.ts'
import type { Alarm } from './types.ts'
import { alarmView } from './view.ts'

const EVERY_MS = 150
/** Calls shown at once on a desk; the others are counted. */
const CALLS = 3
type Climbed = { of: AlarmLadderInput; first: number }

/**
 * Who hears an alarm: those whom its ladder called by sound and who are `here`, with a page open. Where the ladder has no
 * such rung, calls nobody any more, or called only people who have gone, every desk that answers for alarms.
 */
export function hears(
  { active, called, climb }: Pick<AlarmLife, 'active' | 'called' | 'climb'>,
  ladder: Climbed | undefined,
  of: { account: number; answers: boolean },
  here: ReadonlySet<number>,
): boolean {
  if (!ladder?.of.rungs.some((r) => r.channel === 'sound')) return of.answers
  const sounded = called.filter((c) => c.sound)
  if (sounded.some((c) => here.has(c.account))) return sounded.some((c) => c.account === of.account)
  // A ladder is climbed only while the cause lasts.
  const callsNobody = !active || nextRungAt(ladder.of, climb, ladder.first) === null
  return of.answers && (sounded.length > 0 || callsNobody)
}

type Room = { book: { all(): Iterable<Alarm> }; ladder(a: Alarm): Climbed | undefined }

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
          this.#desks.set(socket, '')
          const now = this.#of(socket, this.#waiting(), this.#here())
          this.#desks.set(socket, JSON.stringify(now))
          this.turn()
          return now
        },
      )
      socket.on('disconnect', () => this.#desks.delete(socket) && this.turn())
    })
    this.#timer = setInterval(() => this.#tell(), EVERY_MS)
  }

  /** Alarms, the ladders that they climb, or who is here, are other than before. */
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

  #here(): Set<number> {
    const principals = [...this.#desks.keys()].map((s) => s.data.principal)
    return new Set(principals.flatMap((p) => (p.kind === 'account' ? [p.id] : [])))
  }

  #of(
    { data: { principal } }: LiveSocket,
    waiting: readonly Alarm[],
    here: ReadonlySet<number>,
  ): AlarmHearing {
    const found: AlarmHearing = { heard: { critical: 0, high: 0, medium: 0, low: 0 }, calls: [], called: 0 }
    if (principal?.kind !== 'account') return found
    const answers = principal.role === 'duty' || principal.role === 'administrator'
    const whole = seesAlarm(this.#app, principal, { unitId: null })
    for (const a of waiting) {
      if (!whole && !seesAlarm(this.#app, principal, a)) continue
      if (hears(a.life, this.#room.ladder(a), { account: principal.id, answers }, here))
        found.heard[a.severity]++
      if (!a.life.called.some((c) => c.account === principal.id)) continue
      found.called++
      if (found.calls.length < CALLS) found.calls.push(alarmView(a))
    }
    return found
  }

  #tell(): void {
    if (!this.#turned) return
    this.#turned = false
    const [waiting, here] = [this.#waiting(), this.#here()]
    for (const [socket, before] of this.#desks) {
      const now = this.#of(socket, waiting, here)
      const text = JSON.stringify(now)
      if (text === before) continue
      this.#desks.set(socket, text)
      socket.emit('alarms:heard', now)
    }
  }
}
