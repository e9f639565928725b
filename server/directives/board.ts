import type { FastifyInstance } from 'fastify'
import type { DirectiveBoard, DirectiveCounts } from '../../shared/api/directives.ts'
import { DUE_BUCKETS, dueBucket, PUBLISHED, type Published } from '../../shared/directive.ts'
import type { EndedCount } from './end-store.ts'
import { factsOf } from './facts.ts'
import { named } from './names.ts'
import type { Directive } from './store.ts'

const nothing = (): DirectiveCounts => ({
  total: 0,
  doneOnTime: 0,
  doneLate: 0,
  openInTime: 0,
  openOverdue: 0,
})
const by = (p: Published) => (a: DirectiveCounts, b: DirectiveCounts) => b[p] - a[p]
const ORDERS = [by('openOverdue'), ...PUBLISHED.map(by)]
/** Most open overdue first, then by the others; what is equal stays as it was. */
const ranked = <C extends DirectiveCounts>(list: C[]): C[] =>
  list.sort((a, b) => ORDERS.reduce((o, order) => o || order(a, b), 0))

class Groups<K> {
  readonly #of = new Map<K, DirectiveCounts>()
  count(key: K | null, published: Published, n = 1): void {
    if (key === null) return
    const c = this.#of.get(key) ?? nothing()
    this.#of.set(key, c)
    c.total += n
    c[published] += n
  }
  entries = () => [...this.#of]
  get = (key: K) => this.#of.get(key)
}

/**
 * The published states of all, and by addressee, session, document and deadline; each with how many there are of it. What is
 * open is judged at `now`, what ended is counted already.
 */
export function boardOf(
  app: FastifyInstance,
  { open, ended }: { open: readonly Directive[]; ended: readonly EndedCount[] },
  titles: ReadonlyMap<string, string>,
  now: number,
): DirectiveBoard {
  const all = new Groups<'all'>()
  const units = new Groups<number>()
  const sessions = new Groups<string>()
  const documents = new Groups<string>()
  const dues = new Groups<(typeof DUE_BUCKETS)[number]>()
  let escalated = 0
  for (const { by, addressee, session, document, ended: published, n } of ended) {
    if (by === 'addressee') units.count(addressee, published, n)
    if (by === 'session') sessions.count(session, published, n)
    if (by === 'document') documents.count(document, published, n)
    if (by !== 'all') continue
    all.count('all', published, n)
    dues.count('done', published, n)
  }
  for (const d of open) {
    const facts = factsOf(d, now)
    const { published } = facts
    if (published === null) continue
    if (facts.escalated?.to === 'leader') escalated++
    all.count('all', published)
    units.count(d.addresseeId, published)
    sessions.count(d.session, published)
    documents.count(d.document, published)
    dues.count(dueBucket(facts.due, published, now), published)
  }
  const catalogue = app.catalogue.now()
  const addressees = units.entries().map(([id, c]) => ({ unit: named(catalogue.unitById(id), now), ...c }))
  addressees.sort((a, b) => a.unit.name.vi.localeCompare(b.unit.name.vi, 'vi'))
  return {
    total: all.get('all') ?? nothing(),
    addressees: ranked(addressees),
    sessions: ranked(
      sessions.entries().map(([session, c]) => ({ session, title: titles.get(session) ?? session, ...c })),
    ),
    documents: ranked(documents.entries().map(([document, c]) => ({ document, ...c }))),
    dues: DUE_BUCKETS.flatMap((due) => {
      const c = dues.get(due)
      return c ? [{ due, ...c }] : []
    }),
    escalated,
  }
}
