import type pg from 'pg'
import type { StepKind } from '../../shared/api/checks.ts'
import {
  type Dispute,
  insertDispute,
  insertStep,
  type NewStep,
  type Place,
  readLastDisputes,
} from './dispute-store.ts'
import type { Result } from './store.ts'

/** Steps after which a dispute stands no more. */
const ENDS: ReadonlySet<StepKind> = new Set(['corrected', 'arbitrated', 'closed'])
/** A dispute that ended by itself and comes back within this time goes on, instead of a new one each time. */
const SAME_MS = 3_600_000

export const isOpen = ({ steps }: { steps: readonly { kind: StepKind }[] }) =>
  !ENDS.has(steps.at(-1)?.kind ?? 'opened')
/** As `placeKey` names it. */
export const keyOf = (p: Place) => `${p.rule}/${p.unit}/${p.indicator}/${p.period}`

/**
 * What is in doubt now, and until whom. It opens when a check fails, ends when the numbers agree again or a person decides,
 * and keeps every step. What a person decided holds until the numbers agree once, or other numbers of a period come. In
 * memory are those that stand; one that ended is read where it is asked for.
 */
export class Disputes {
  /** Open disputes by place. */
  readonly #byPlace = new Map<string, Dispute>()
  /** Open disputes by id. */
  readonly #byId = new Map<string, Dispute>()
  /** Open disputes of each series. */
  readonly #doubts = new Map<number, Set<Dispute>>()
  readonly #claimed = new Set<string>()
  readonly #changed: (series: number[]) => void

  constructor(changed: (series: number[]) => void) {
    this.#changed = changed
  }

  load(open: readonly Dispute[]): void {
    for (const d of open) this.#keep(d)
  }

  /** An open one. */
  get(id: string): Dispute | undefined {
    return this.#byId.get(id)
  }
  /** Newest first. */
  open(): Dispute[] {
    return [...this.#byPlace.values()].sort((a, b) => b.openedAt - a.openedAt)
  }
  /** The open one of a place. */
  ofPlace(key: string): Dispute | undefined {
    return this.#byPlace.get(key)
  }
  /** Whether a series' number about that period (null = an instant) stands in doubt. */
  doubtful(series: number, period: string | null): boolean {
    for (const d of this.#doubts.get(series) ?? []) if (d.period === (period ?? '')) return true
    return false
  }

  /** Opens and ends disputes in the transaction of the results; returns what is to be told after the commit. */
  async follow(client: pg.PoolClient, results: Result[]): Promise<() => void> {
    const after: (() => void)[] = []
    const failed = results.filter((r) => r.outcome === 'failed').map(placeOf)
    const fresh = failed.filter((p) => !this.#byPlace.has(keyOf(p)))
    const lasts = new Map((await readLastDisputes(client, fresh)).map((d) => [keyOf(d), d]))
    for (const r of results) {
      const place = placeOf(r)
      const open = this.#byPlace.get(keyOf(place))
      const figures = { left: r.left, right: r.right }
      if (open && r.outcome === 'ok')
        after.push(await this.#step(client, open, { kind: 'corrected', actor: 'system', detail: figures }))
      if (open || r.outcome !== 'failed') continue
      const last = lasts.get(keyOf(place))
      if (last && holds(last, last.agreedAt, r)) continue
      const back = last?.steps.at(-1)
      if (last && back?.kind === 'corrected' && Date.now() - back.at < SAME_MS) {
        after.push(await this.#step(client, last, { kind: 'reopened', actor: 'system', detail: figures }))
        continue
      }
      const { rule, marks } = r.instance
      const stored = { ...place, version: rule.version, series: marks, openedAt: Date.now() }
      const id = await insertDispute(client, stored)
      const opened: Dispute = { ...stored, id, steps: [] }
      after.push(await this.#step(client, opened, { kind: 'opened', actor: 'system', detail: figures }))
    }
    return () => {
      for (const tell of after) tell()
    }
  }

  /** Keeps others from stepping until what is returned is called; null while somebody else's step is being written. */
  claim(id: string): (() => void) | null {
    if (this.#claimed.has(id)) return null
    this.#claimed.add(id)
    return () => this.#claimed.delete(id)
  }

  /** A person's step, in the caller's transaction; returns what is to be told after the commit. */
  take(client: pg.PoolClient, dispute: Dispute, step: Omit<NewStep, 'dispute'>): Promise<() => void> {
    return this.#step(client, dispute, step)
  }

  async #step(client: pg.PoolClient, dispute: Dispute, step: Omit<NewStep, 'dispute'>): Promise<() => void> {
    const at = await insertStep(client, { dispute: dispute.id, ...step })
    const { kind, actor, note = '', detail = {} } = step
    return () => {
      const was = this.#byId.has(dispute.id)
      dispute.steps.push({ at, kind, actor, note, detail })
      this.#keep(dispute)
      if (was !== isOpen(dispute) || !was) this.#changed(dispute.series)
    }
  }

  #keep(d: Dispute): void {
    const open = isOpen(d)
    if (open) {
      this.#byPlace.set(keyOf(d), d)
      this.#byId.set(d.id, d)
    } else {
      this.#byPlace.delete(keyOf(d))
      this.#byId.delete(d.id)
    }
    for (const series of d.series) {
      const set = this.#doubts.get(series) ?? new Set()
      if (open) set.add(d)
      else set.delete(d)
      if (set.size) this.#doubts.set(series, set)
      else this.#doubts.delete(series)
    }
  }
}

const placeOf = ({ instance: { rule, unit, indicator }, moment }: Result): Place => ({
  ...{ rule: rule.id, unit, indicator, period: moment.period ?? '' },
})

/** Whether a person's decision still holds for these numbers; `agreedAt`: when they last came to agree. */
function holds(last: Dispute, agreedAt: number | null, r: Result): boolean {
  const decided = last.steps.at(-1)
  if (decided?.kind !== 'arbitrated' && decided?.kind !== 'closed') return false
  if (agreedAt !== null && agreedAt > decided.at) return false
  if (r.moment.period === null) return true
  return decided.detail.left === r.left && decided.detail.right === r.right
}
