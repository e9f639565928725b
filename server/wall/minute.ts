import type { FastifyInstance } from 'fastify'
import type { MinuteAnswer, ProofVerdict, ProvenMinute, ProvenSpan } from '../../shared/api/wall.ts'
import { RequestError } from '../../shared/refusal.ts'
import { pictureNear, proofsWithin } from './proof-store.ts'
import { valuesOf, wantedOf } from './proven-values.ts'
import { joined, MINUTE_MS, spansOf } from './spans.ts'

export type MinuteAsked = {
  at: number
  screen?: number | undefined
  wall?: number | undefined
  indicator?: string | undefined
  unit?: string | undefined
}
/** As many numbers as one answer holds, some megabytes: a large wall without a question has many times that. */
export const MOST_VALUES = 20_000
const WALL_ACTS = ['wall.made', 'wall.changed', 'wall.removed']

/** Shown at any time is shown; that it was not is said only where all is known. */
export function verdictOf(
  spans: readonly ProvenSpan[],
  asked: Pick<MinuteAsked, 'indicator' | 'unit'>,
): ProofVerdict {
  if (spans.some((s) => s.values.length > 0)) return 'shown'
  // Among those that a word had no room for it may have stood.
  const named = asked.indicator !== undefined || asked.unit !== undefined
  const unsure = spans.length === 0 || spans.some((s) => s.said === null || (named && s.said.cut > 0))
  return unsure ? 'unknown' : 'not-shown'
}

const worstOf = (all: readonly ProofVerdict[]): ProofVerdict =>
  all.includes('shown') ? 'shown' : all.length === 0 || all.includes('unknown') ? 'unknown' : 'not-shown'

/**
 * "Was this number on this wall at 08:15, and what did it say?": the whole minute, of a screen or of a wall as it stood then.
 * Throws NOT_FOUND, and PROOF_TOO_MUCH as soon as there is more than one answer holds.
 */
export async function minuteOf(app: FastifyInstance, asked: MinuteAsked): Promise<MinuteAnswer> {
  const from = Math.floor(asked.at / MINUTE_MS) * MINUTE_MS
  // Of what is yet to come nothing is known, and nothing is missing either.
  const until = Math.max(from, Math.min(from + MINUTE_MS, Date.now()))
  const known = new Map((await app.wall.screens.list()).map((s) => [s.id, s.name]))
  const { wall, ids } = await whoIsAsked(app, asked, from, until)
  const screens: ProvenMinute[] = []
  let room = MOST_VALUES
  for (const id of ids) {
    const name = known.get(id)
    if (name === undefined) throw new RequestError('NOT_FOUND', { screen: id })
    const minute = await screenMinute(app, id, asked, from, until, room)
    for (const span of minute.spans) room -= span.values.length
    screens.push({ screen: id, name, ...minute })
  }
  return { from, until, wall, verdict: worstOf(screens.map((s) => s.verdict)), screens }
}

async function whoIsAsked(app: FastifyInstance, asked: MinuteAsked, from: number, until: number) {
  if (asked.screen !== undefined) return { wall: null, ids: [asked.screen] }
  const id = asked.wall ?? 0
  const turns = await app.audit.turnsOf({ subject: `wall:${id}`, actions: WALL_ACTS, from, until })
  const ids = turns.flatMap(({ action, detail }) =>
    action === 'wall.removed' ? [] : String(detail.screens).split(' ').filter(Boolean).map(Number),
  )
  const then = turns.findLast((t) => t.action !== 'wall.removed')
  const name = then?.detail.name ?? app.wall.walls.get(id)?.name
  if (name === undefined) throw new RequestError('NOT_FOUND', { wall: id })
  return { wall: { id, name: String(name), stood: then !== undefined }, ids: [...new Set(ids)] }
}

async function screenMinute(
  app: FastifyInstance,
  screen: number,
  asked: MinuteAsked,
  from: number,
  until: number,
  room: number,
) {
  const { readPool } = app.db
  const reports = await proofsWithin(readPool, screen, from, until)
  // The same hash is the same picture in words; whether it agreed is a word of its own.
  const told = joined(spansOf(reports, from, until), (a, b) => a.sha256 === b.sha256 && a.agrees === b.agrees)
  let left = room
  const spans = told.map(({ from, until, report }): ProvenSpan => {
    if (!report) return { from, until, said: null, values: [] }
    const { id, at, scene, epoch, sha256, agrees, cover, cut } = report
    const said = { id, at, scene, epoch, sha256, agrees, cover, cut }
    const values = wantedOf(valuesOf(app, report), asked)
    left -= values.length
    if (left < 0) throw new RequestError('PROOF_TOO_MUCH', { most: MOST_VALUES })
    return { from, until, said, values }
  })
  const best = spans.find((s) => s.values.length > 0) ?? { from, until }
  return {
    ...{ verdict: verdictOf(spans, asked), spans },
    picture: await pictureNear(readPool, screen, (best.from + best.until) / 2),
  }
}
