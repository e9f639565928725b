import type { FastifyInstance } from 'fastify'
import { wantsAnswer } from '../../../shared/alarm.ts'
import type { AlarmLadderInput } from '../../../shared/api/alarms.ts'
import type { Words } from '../../catalogue/index.ts'
import { transaction } from '../../db/index.ts'
import type { Book } from '../book.ts'
import { tellLogbook } from '../logbook.ts'
import { insertSteps, lockOpen, type NewStep, readMany } from '../store.ts'
import type { Alarm } from '../types.ts'
import { climbNow, FIRST_OF_STAGE, type Holder, nextRungAt } from './plan.ts'
import { holdersOf, positionsOf } from './positions.ts'
import { insertDeliveries, type NewDelivery } from './store.ts'

const LOOK_MS = 500
/** Alarms taken together: what came at once goes out as one word. */
const TOGETHER = 2_000
const GRAVE = new Set(['critical', 'high'])
const OUT = new Set(['push', 'email', 'sms', 'webhook'])
type Room = {
  book: Book
  ladder(code: string): AlarmLadderInput | undefined
  /** There is something to be sent. */
  sends(): void
}

/** What comes by itself with time: rungs of ladders, acknowledgements and shelvings that run out. */
export class Clockwork {
  readonly #app: FastifyInstance
  readonly #room: Room
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #closed = false

  constructor(app: FastifyInstance, room: Room) {
    this.#app = app
    this.#room = room
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#turn = this.pass(Date.now())
        .catch((error: unknown) => this.#app.log.warn({ error }, 'alarm ladders not climbed, trying again'))
        .finally(() => !this.#closed && this.start())
    }, LOOK_MS)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#turn
  }

  /** The ladder that an alarm climbs now, and the number from which its rungs are counted. */
  ladderOf(a: Alarm): { of: AlarmLadderInput; first: number } | undefined {
    return this.#ladder(a)
  }

  /** All that is due now, a bounded number at once. */
  async pass(now: number): Promise<void> {
    if (this.#app.worldLife.ended) return
    const due: Alarm[] = []
    for (const a of this.#room.book.all()) {
      if (!this.#isDue(a, now)) continue
      due.push(a)
      if (due.length >= TOGETHER) break
    }
    if (!due.length) return
    const ladders = due.flatMap((a) => this.#ladder(a)?.of ?? [])
    const positions = ladders.flatMap((l) => l.rungs.flatMap((r) => r.position ?? []))
    const holders = await holdersOf(this.#app, positions)
    const names = new Map(positionsOf(this.#app).map((p) => [p.code, p.name]))
    const { written, sends } = await transaction(this.#app.db.pool, async (client) => {
      const open = await lockOpen(
        client,
        due.map((a) => a.id),
      )
      // Looked at again under the lock: a person may have taken one meanwhile.
      const held = await readMany(client, [...open])
      const steps = held.flatMap((a) => this.#steps(a, now, names, (p) => holders.get(p) ?? []))
      const out = gather(steps)
      await insertDeliveries(client, out)
      return { written: await insertSteps(client, steps), sends: out.length > 0 }
    })
    this.#room.book.applied(written)
    for (const s of written) {
      const a = this.#room.book.get(s.alarm)
      if (!a) continue
      tellLogbook(this.#app, a, [s], null)
      if (s.kind === 'vacant') this.#sayVacant(a, names.get(String(s.detail.position)))
    }
    if (sends) this.#room.sends()
  }

  /** The stage's ladder while one calls for it: in the place of the rule's own, and for what is grave without one. */
  #ladder({ rule, severity }: Alarm): { of: AlarmLadderInput; first: number } | undefined {
    const own = rule.input.ladder
    const staged = this.#app.stages.ladder()
    if (staged && staged.code !== own && (own !== null || GRAVE.has(severity))) {
      const of = this.#room.ladder(staged.code)
      if (of) return { of, first: staged.since * FIRST_OF_STAGE }
    }
    const of = own === null ? undefined : this.#room.ladder(own)
    return of && { of, first: 0 }
  }

  #isDue({ life, ...a }: Alarm, now: number): boolean {
    if (life.shelved) return life.shelved.until <= now
    if (life.acknowledged)
      return life.active && life.acknowledged.until !== null && life.acknowledged.until <= now
    if (!life.active || !wantsAnswer(life)) return false
    const ladder = this.#ladder({ ...a, life })
    return (
      ladder !== undefined &&
      (nextRungAt(ladder.of, life.climb, ladder.first) ?? Number.POSITIVE_INFINITY) <= now
    )
  }

  #steps(
    a: Alarm,
    now: number,
    names: ReadonlyMap<string, Words>,
    holders: (position: string) => readonly Holder[],
  ): NewStep[] {
    if (!this.#isDue(a, now)) return []
    const { life } = a
    if (life.shelved) return [{ alarm: a.id, kind: 'unshelved', detail: { why: 'time' } }]
    if (life.acknowledged) return [{ alarm: a.id, kind: 'returned', detail: { by: life.acknowledged.by } }]
    const ladder = this.#ladder(a)
    if (!ladder) return []
    return climbNow(ladder.of, life.climb, now, holders, ladder.first).map((c): NewStep => {
      const { channel, position, webhook } = c.of
      // The name stands beside the code: the record says what the position was called then.
      const name = position === null ? null : (names.get(position) ?? null)
      const detail = { round: life.climb.round, rung: c.rung, channel, position, name, webhook }
      if (c.do === 'vacant') return { alarm: a.id, kind: 'vacant', detail }
      const [to, accounts] = [c.to.map((h) => h.displayName), c.to.map((h) => h.accountId)]
      return { alarm: a.id, kind: 'escalated', detail: { ...detail, to, accounts } }
    })
  }

  #sayVacant(a: Alarm, name: Words | undefined): void {
    if (!name) return
    this.#app.bus.emit('happening', {
      ...{ at: Date.now(), kind: 'alarm-vacant', simulated: a.simulated },
      text: {
        vi: `Không ai giữ vị trí ${name.vi}: báo động chuyển bậc tiếp theo`,
        en: `Nobody holds ${name.en}: the alarm goes to the next rung`,
      },
    })
  }
}

/** One delivery for each person and channel, whatever number of alarms it speaks of. */
function gather(steps: readonly NewStep[]): NewDelivery[] {
  const found = new Map<string, NewDelivery>()
  for (const { alarm, kind, detail } of steps) {
    const channel = detail?.channel
    if (kind !== 'escalated' || typeof channel !== 'string' || !OUT.has(channel)) continue
    const accounts = Array.isArray(detail?.accounts) ? detail.accounts : []
    const webhook = typeof detail?.webhook === 'string' ? detail.webhook : null
    const position = typeof detail?.position === 'string' ? detail.position : null
    for (const account of channel === 'webhook' ? [null] : accounts) {
      if (channel !== 'webhook' && typeof account !== 'number') continue
      const key = `${channel}/${account}/${webhook}`
      const known = found.get(key)
      if (known) known.alarms.push(alarm)
      else
        found.set(key, {
          ...{ alarms: [alarm], webhook, position },
          account: typeof account === 'number' ? account : null,
          channel: channel === 'push' || channel === 'email' || channel === 'sms' ? channel : 'webhook',
        })
    }
  }
  return [...found.values()]
}
