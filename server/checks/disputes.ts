import type pg from 'pg'
import type { DisputeStep, StepKind } from '../../shared/api/checks.ts'
import { insertDispute, insertStep, type NewStep, type Result, type StoredDispute } from './store.ts'

export type Dispute = StoredDispute & { steps: DisputeStep[] }
/** Steps after which a dispute stands no more. */
const ENDS: ReadonlySet<StepKind> = new Set(['corrected', 'arbitrated', 'closed'])
/** A dispute that ended by itself and comes back within this time goes on, instead of a new one each time. */
const SAME_MS = 3_600_000

export const isOpen = ({ steps }: Pick<Dispute, 'steps'>) => !ENDS.has(steps.at(-1)?.kind ?? 'opened')
const keyOf = (d: Pick<StoredDispute, 'rule' | 'unit' | 'indicator' | 'period'>) =>
  `${d.rule}/${d.unit}/${d.indicator}/${d.period}`

/**
 * What is in doubt now, and until whom. It opens when a check fails, ends when the numbers agree again or a person decides,
 * and keeps every step. What a person decided holds until the numbers agree once, or other numbers of a period come.
 */
export class Disputes {
  /** The last dispute of each place. */
  readonly #byPlace = new Map<string, Dispute>()
  readonly #byId = new Map<string, Dispute>()
  /** Open disputes of each series. */
  readonly #doubts = new Map<number, Set<Dispute>>()
  /** Disputes that a person ended and whose numbers have agreed since: they hold nothing any more. */
  readonly #over = new Set<string>()
  readonly #claimed = new Set<string>()
  readonly #changed: (series: number[]) => void

  constructor(changed: (series: number[]) => void) {
    this.#changed = changed
  }

  load(disputes: Dispute[]): void {
    for (const d of disputes.toSorted((a, b) => a.openedAt - b.openedAt)) this.#keep(d)
  }

  get(id: string): Dispute | undefined {
    return this.#byId.get(id)
  }
  /** Newest first. */
  open(): Dispute[] {
    return [...this.#byPlace.values()].filter(isOpen).sort((a, b) => b.openedAt - a.openedAt)
  }
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
    for (const r of results) {
      const { rule, unit, indicator, marks } = r.instance
      const place = { rule: rule.id, unit, indicator, period: r.moment.period ?? '' }
      const last = this.#byPlace.get(keyOf(place))
      const figures = { left: r.left, right: r.right }
      if (r.outcome === 'failed') {
        if (last && isOpen(last)) continue
        if (last && this.#holds(last, r)) continue
        const back = last?.steps.at(-1)
        if (last && back?.kind === 'corrected' && Date.now() - back.at < SAME_MS) {
          after.push(await this.#step(client, last, { kind: 'reopened', actor: 'system', detail: figures }))
          continue
        }
        const stored = { ...place, version: rule.version, series: marks, openedAt: Date.now() }
        const id = await insertDispute(client, stored)
        const opened: Dispute = { ...stored, id, steps: [] }
        after.push(await this.#step(client, opened, { kind: 'opened', actor: 'system', detail: figures }))
      } else if (last && !isOpen(last) && r.outcome === 'ok') this.#over.add(last.id)
      else if (last && r.outcome === 'ok')
        after.push(await this.#step(client, last, { kind: 'corrected', actor: 'system', detail: figures }))
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

  /** Whether a person's decision still holds for these numbers. */
  #holds(last: Dispute, r: Result): boolean {
    if (this.#over.has(last.id)) return false
    const decided = last.steps.at(-1)
    if (decided?.kind !== 'arbitrated' && decided?.kind !== 'closed') return false
    if (r.moment.period === null) return true
    return decided.detail.left === r.left && decided.detail.right === r.right
  }

  async #step(client: pg.PoolClient, dispute: Dispute, step: Omit<NewStep, 'dispute'>): Promise<() => void> {
    const at = await insertStep(client, { dispute: dispute.id, ...step })
    const { kind, actor, note = '', detail = {} } = step
    return () => {
      const was = this.#byId.has(dispute.id) && isOpen(dispute)
      dispute.steps.push({ at, kind, actor, note, detail })
      this.#keep(dispute)
      if (was !== isOpen(dispute) || !was) this.#changed(dispute.series)
    }
  }

  #keep(d: Dispute): void {
    this.#byPlace.set(keyOf(d), d)
    this.#byId.set(d.id, d)
    for (const series of d.series) {
      const set = this.#doubts.get(series) ?? new Set()
      if (isOpen(d)) set.add(d)
      else set.delete(d)
      this.#doubts.set(series, set)
    }
  }
}
