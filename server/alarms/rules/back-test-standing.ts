import type { FastifyInstance } from 'fastify'
import type { AlarmCondition, BackTestView } from '../../../shared/api/alarms.ts'
import { stateAfter } from '../../../shared/directive.ts'
import { dayOf, nameOn, type Words } from '../../catalogue/index.ts'
import { disputeIsOpen } from '../../checks/index.ts'
import type { Timing } from '../evaluate/place.ts'
import { firingsOf, looksFrom, type PastLook } from '../evaluate/replay.ts'
import { type PastDirective, readPastDirectives, readPastDisputes, readStates, type Span } from './past.ts'

export type Tried = Pick<BackTestView, 'places' | 'read' | 'left' | 'firings'>
type Of<K extends AlarmCondition['kind']> = Extract<AlarmCondition, { kind: K }>
/** Disputes and directives read, the newest of them. */
const MOST_READ = 5_000

/** What a place was like is a list of looks; each place is tried by itself. */
function triedAt(places: readonly { place: Words; looks: PastLook[] }[], timing: Timing, { from, to }: Span) {
  const firings: Tried['firings'] = []
  for (const { place, looks } of places)
    for (const f of firingsOf(looksFrom(looks, from), timing, to)) firings.push({ place, ...f })
  return firings
}
const look = (at: number, on: boolean): PastLook => ({ at, verdict: on ? 'on' : 'off', figure: null })

/** By the states of connections that were kept. */
export async function tryConnections(
  app: FastifyInstance,
  c: Of<'connection'>,
  timing: Timing,
  span: Span,
): Promise<Tried> {
  const wanted = new Set<string>(c.states)
  const named = app.intake.connections
    .list()
    .filter((x) => !c.connections.length || c.connections.includes(x.id))
  const states = await readStates(
    app.db.readPool,
    named.map((x) => x.id),
    span.from,
  )
  const places = named.map(({ id, name }) => ({
    place: name,
    looks: (states.get(id) ?? []).map(({ at, state }) => look(at, wanted.has(state))),
  }))
  const read = [...states.values()].reduce((sum, s) => sum + s.length, 0)
  return { places: named.length, read, left: 0, firings: triedAt(places, timing, span) }
}

/** By the disputes that were kept: when each opened, ended, and came back. */
export async function tryDisputes(
  app: FastifyInstance,
  c: Of<'check'>,
  timing: Timing,
  span: Span,
): Promise<Tried> {
  const found = await readPastDisputes(app.db.readPool, c.checks, span, MOST_READ)
  const now = app.catalogue.now()
  const places = found.flatMap(({ unit: id, indicator, steps }) => {
    const [unit, of] = [now.unitById(id), now.indicatorById(indicator)]
    if (!unit || !of) return []
    const name = nameOn(unit, dayOf(span.to))
    const place = { vi: `${name.vi} · ${of.short.vi}`, en: `${name.en} · ${of.short.en}` }
    return [{ place, looks: steps.map((s) => look(s.at, disputeIsOpen({ steps: [s] }))) }]
  })
  return {
    ...{ places: found.length, left: (found[0]?.total ?? 0) - found.length },
    read: found.reduce((sum, d) => sum + d.steps.length, 0),
    firings: triedAt(places, timing, span),
  }
}

/** By the deadlines and the steps of directives that were kept. */
export async function tryDirectives(app: FastifyInstance, timing: Timing, span: Span): Promise<Tried> {
  const found = await readPastDirectives(app.db.readPool, span, MOST_READ)
  const now = app.catalogue.now()
  const places = found.map((d) => {
    const unit = now.unitById(d.addressee)
    const { vi, en } = unit ? nameOn(unit, dayOf(span.to)) : { vi: '', en: '' }
    return { place: { vi: `${vi} · #${d.id}`, en: `${en} · #${d.id}` }, looks: overdue(d, span.to) }
  })
  return {
    ...{ places: found.length, left: (found[0]?.total ?? 0) - found.length },
    read: found.reduce((sum, d) => sum + d.steps.length, 0),
    firings: triedAt(places, timing, span),
  }
}

/** Owed by its agency and past the deadline that held then: asked at each step, each new deadline, and each deadline. */
function overdue({ versions, steps }: PastDirective, to: number): PastLook[] {
  // At the deadline itself it is still in time.
  const moments = [...steps.map((s) => s.at), ...versions.flatMap((v) => [v.at, v.due + 1])]
  return [...new Set(moments)]
    .filter((at) => at < to)
    .sort((a, b) => a - b)
    .map((at) => {
      const state = stateAfter(steps.filter((s) => s.at <= at))
      const due = versions.findLast((v) => v.at <= at)?.due ?? Number.POSITIVE_INFINITY
      return look(at, (state === 'issued' || state === 'accepted') && at > due)
    })
}
