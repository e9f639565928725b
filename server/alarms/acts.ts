import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { type AlarmLife, lifeOf } from '../../shared/alarm.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import type { Book } from './book.ts'
import { cancelTold } from './ladder/store.ts'
import { tellLogbook } from './logbook.ts'
import { insertSteps, lockOpen, type NewStep, readAlarm } from './store.ts'
import type { Alarm } from './types.ts'

export type Actor = { person: AccountPrincipal; address: string | null }
/** What a person does to an alarm: the steps, in the act's own words for the audit. */
type Act = {
  action: string
  detail: Record<string, unknown>
  steps(life: AlarmLife, alarm: Alarm): Omit<NewStep, 'alarm' | 'by'>[]
}
const MINUTE_MS = 60_000

/** What people do to alarms: each under the alarm's lock, with its record, in one transaction. */
export class Acts {
  readonly #app: FastifyInstance
  readonly #book: Book

  constructor(app: FastifyInstance, book: Book) {
    this.#app = app
    this.#book = book
  }

  /** Throws ALARM_TAKEN with who was first. */
  acknowledge(id: number, { person, address }: Actor, note: string, minutes: number | null): Promise<void> {
    return this.#one(async (client) => {
      const act = takeAct(note, minutes)
      const done = await this.#step(client, id, { person, address }, act)
      await cancelTold(client, id)
      const { attention } = done.alarm
      const told = attention === null ? null : await this.#app.duty.take(client, attention, person, note)
      return () => {
        done.tell()
        told?.()
      }
    })
  }

  /** The same where the cause is taken elsewhere, in that transaction. */
  async taken(client: pg.ClientBase, id: number, person: { id: number; displayName: string }, note: string) {
    const open = await lockOpen(client, [id])
    if (!open.has(id)) return () => {}
    const read = await readAlarm(client, id)
    if (!read) return () => {}
    const steps = takeAct(note, null).steps(lifeOf(read.steps), read.alarm)
    const by = { account: person.id, name: person.displayName }
    const written = await insertSteps(
      client,
      steps.map((s) => ({ ...s, alarm: id, by })),
    )
    await cancelTold(client, id)
    return () => {
      this.#book.applied(written)
      tellLogbook(this.#app, read.alarm, written, person.displayName)
    }
  }

  assign(id: number, by: Actor, to: { id: number; name: string }, note: string | null): Promise<void> {
    const detail = { account: to.id, name: to.name }
    return this.#act(id, by, {
      ...{ action: 'alarm.assigned', detail },
      steps: () => [{ kind: 'assigned', note, detail }],
    })
  }

  comment(id: number, by: Actor, note: string): Promise<void> {
    return this.#act(id, by, {
      ...{ action: 'alarm.commented', detail: { note } },
      steps: () => [{ kind: 'commented', note }],
    })
  }

  shelve(id: number, by: Actor, minutes: number, reason: string): Promise<void> {
    const until = Date.now() + minutes * MINUTE_MS
    return this.#one(async (client) => {
      const done = await this.#step(client, id, by, {
        ...{ action: 'alarm.shelved', detail: { minutes, reason } },
        steps: (life) => {
          if (life.shelved) throw new RequestError('CONFLICT', { alarm: id, is: 'shelved', ...life.shelved })
          return [{ kind: 'shelved', note: reason, detail: { until } }]
        },
      })
      await cancelTold(client, id)
      return done.tell
    })
  }

  unshelve(id: number, by: Actor, note: string): Promise<void> {
    return this.#act(id, by, {
      ...{ action: 'alarm.unshelved', detail: { note } },
      steps: (life) => {
        if (!life.shelved) throw new RequestError('CONFLICT', { alarm: id, is: 'not shelved' })
        return [{ kind: 'unshelved', note }]
      },
    })
  }

  /** Out of another incident it is taken only where `mayLeave` that one; throws CONFLICT otherwise. */
  group(id: number, by: Actor, incident: number, mayLeave: (incident: number) => boolean): Promise<void> {
    return this.#act(id, by, groupAct(id, incident, mayLeave))
  }

  /** Into a new one that `open` writes in the same transaction: nothing is left of it where the alarm does not come in. */
  async groupInNew<T extends { id: number }>(
    id: number,
    by: Actor,
    open: (client: pg.PoolClient) => Promise<T>,
    mayLeave: (incident: number) => boolean,
  ): Promise<T> {
    const { made, tell } = await this.#written(async (client) => {
      // First the alarm's row, then the audit, as every act takes them.
      await lockOpen(client, [id])
      const made = await open(client)
      return { made, tell: (await this.#step(client, id, by, groupAct(id, made.id, mayLeave))).tell }
    })
    tell()
    return made
  }

  /** Throws CONFLICT when it belongs to another incident, or to none. */
  ungroup(id: number, by: Actor, incident: number): Promise<void> {
    return this.#act(id, by, {
      ...{ action: 'alarm.grouped', detail: { incident: 0 } },
      steps: (life) => {
        if (life.incident !== incident)
          throw new RequestError('CONFLICT', { alarm: id, incident: life.incident })
        return [{ kind: 'grouped', detail: { incident: null } }]
      },
    })
  }

  #act(id: number, by: Actor, act: Act): Promise<void> {
    return this.#one(async (client) => (await this.#step(client, id, by, act)).tell)
  }

  async #one(work: (client: pg.PoolClient) => Promise<() => void>): Promise<void> {
    const tell = await this.#written(work)
    tell()
  }
  async #written<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    if (!this.#app.db.ready()) throw new RequestError('NOT_READY')
    return transaction(this.#app.db.pool, work)
  }

  async #step(client: pg.ClientBase, id: number, { person, address }: Actor, act: Act) {
    const open = await lockOpen(client, [id])
    const read = await readAlarm(client, id)
    if (!read) throw new RequestError('NOT_FOUND', { alarm: id })
    if (!open.has(id)) throw new RequestError('ALARM_OVER', { alarm: id, endedAt: read.alarm.life.endedAt })
    const by = { account: person.id, name: person.displayName }
    const steps = act.steps(lifeOf(read.steps), read.alarm).map((s) => ({ ...s, alarm: id, by }))
    const written = await insertSteps(client, steps)
    const detail = { title: read.alarm.title.vi, ...act.detail }
    await this.#app.audit.record(
      { actor: `account:${person.username}`, action: act.action, subject: `alarm:${id}`, detail, address },
      client,
    )
    const tell = () => {
      this.#book.applied(written)
      tellLogbook(this.#app, read.alarm, written, person.displayName)
    }
    return { alarm: read.alarm, tell }
  }
}

function groupAct(alarm: number, incident: number, mayLeave: (incident: number) => boolean): Act {
  return {
    ...{ action: 'alarm.grouped', detail: { incident } },
    steps: (life) => {
      if (life.incident !== null && life.incident !== incident && !mayLeave(life.incident))
        throw new RequestError('CONFLICT', { alarm, incident: life.incident })
      return [{ kind: 'grouped', detail: { incident } }]
    },
  }
}

function takeAct(note: string, minutes: number | null): Act {
  const until = minutes === null ? null : Date.now() + minutes * MINUTE_MS
  return {
    ...{ action: 'alarm.acknowledged', detail: { note, minutes } },
    steps: (life, alarm) => {
      const first = life.acknowledged
      if (first) throw new RequestError('ALARM_TAKEN', { alarm: alarm.id, ...first })
      return [{ kind: 'acknowledged', note, detail: until === null ? {} : { until } }]
    },
  }
}
