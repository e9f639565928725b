import type { FastifyInstance } from 'fastify'
import type { LogbookNote } from '../../bus.ts'
import { dayOf, nameOn } from '../../catalogue/index.ts'
import type { Readiness } from '../readiness/readiness.ts'
import { type Booking, readComing } from './store.ts'

const MINUTE = 60_000
const LOOK_MS = 20_000
/** Minutes before the hour: then technicians are at their devices, then delegates are confirmed. */
export const REMINDERS = [60, 15] as const
type Step = (typeof REMINDERS)[number]

/** The reminder that is due: within the hour the first, within the quarter the second; null after the hour. Pure. */
export function reminderDue(startsAt: number, now: number): Step | null {
  const minutes = (startsAt - now) / MINUTE
  if (minutes <= 0) return null
  return minutes <= 15 ? 15 : minutes <= 60 ? 60 : null
}

/** Tells the shift log, once each, what is still missing an hour and a quarter of an hour before a session. */
export class Reminders {
  readonly #app: FastifyInstance
  readonly #readiness: Readiness
  readonly #timer: NodeJS.Timeout
  #busy = false
  constructor(app: FastifyInstance, readiness: Readiness) {
    this.#app = app
    this.#readiness = readiness
    this.#timer = setInterval(() => void this.look(), LOOK_MS)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Gives what is due. A database that is away is asked again. */
  async look(now = Date.now()): Promise<void> {
    if (this.#busy || this.#app.worldLife.ended) return
    this.#busy = true
    try {
      for (const booking of await readComing(this.#app.db.pool, now)) {
        const step = reminderDue(booking.startsAt, now)
        if (step && (await this.#first(booking, step)))
          this.#app.bus.emit('logbook', await this.#note(booking, step, now))
      }
    } catch (error) {
      this.#app.log.warn({ error }, 'reminders')
    } finally {
      this.#busy = false
    }
  }

  async #first({ id, startsAt }: Booking, step: Step): Promise<boolean> {
    const { rowCount } = await this.#app.db.pool.query(
      'insert into booking_reminder (booking_id, starts_at, minutes) values ($1, $2, $3) on conflict do nothing',
      [id, new Date(startsAt), step],
    )
    return rowCount === 1
  }

  async #note(booking: Booking, step: Step, now: number): Promise<LogbookNote> {
    const minutes = Math.ceil((booking.startsAt - now) / MINUTE)
    const { ready, expected } = await this.#readiness.ofBooking(booking, null)
    const waiting = booking.points.filter((p) => p.attends === null)
    const names = (language: 'vi' | 'en') =>
      waiting
        .map(({ unitId }) => {
          const unit = this.#app.catalogue.now().unitById(unitId)
          return unit ? nameOn(unit, dayOf(booking.startsAt))[language] : '?'
        })
        .join(', ')
    const vi =
      step === 60
        ? `${ready} trên ${expected} điểm cầu sẵn sàng`
        : waiting.length
          ? `chưa xác nhận đại biểu: ${names('vi')}`
          : 'mọi điểm cầu đã xác nhận đại biểu'
    const en =
      step === 60
        ? `${ready} of ${expected} points ready`
        : waiting.length
          ? `delegates not confirmed: ${names('en')}`
          : 'all points have confirmed their delegates'
    return {
      at: now,
      kind: 'booking.reminder',
      subject: `booking:${booking.id}`,
      text: {
        vi: `Còn ${minutes} phút đến phiên “${booking.title}”: ${vi}`,
        en: `${minutes} minutes to the session “${booking.title}”: ${en}`,
      },
      actor: null,
      detail: { minutes: step, ready, expected, waiting: waiting.length },
    }
  }
}
