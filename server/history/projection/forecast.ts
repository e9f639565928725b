import type { FastifyInstance } from 'fastify'
import type { Series } from '../../catalogue/index.ts'
import { bucketsFor } from '../series/ladder.ts'
import { readBuckets } from '../series/store.ts'
import { type Projected, project } from './back-test.ts'
import { isCumulative, regular, SEASON, type Stretch, unbroken } from './series.ts'

const DAY = 86_400_000
const DAYS = 800
const MOST_VALUES = 2_000
export type Forecast = Projected

/** Values of equal stretches; of a real-time indicator the mean of each whole day. */
export async function stretches(
  app: FastifyInstance,
  s: Series,
  at: number,
  knownAt?: number | undefined,
): Promise<Stretch[]> {
  if (s.indicator.period !== 'realtime') {
    const { points } = await app.history.known(s.id, {
      to: at + 1,
      knownAt,
      limit: MOST_VALUES,
      maxPoints: MOST_VALUES,
    })
    return points.filter((p) => p.from < p.to)
  }
  const range = bucketsFor(at - DAYS * DAY, at, DAYS + 1)
  const read = await readBuckets(app.db.readPool, s.id, range, knownAt)
  const days = read.map((b) => ({ from: b.t, to: b.t + DAY, value: b.sum / b.count }))
  return days.filter((d) => d.to <= at)
}

/** A series so many of its periods on, by what is known now; null when its past does not suffice. */
export async function forecastOf(app: FastifyInstance, s: Series, ahead: number): Promise<Forecast | null> {
  const list = unbroken(await stretches(app, s, Date.now()))
  const season = SEASON[s.indicator.period]
  return list.length ? project(regular(list), ahead, { season, cumulative: isCumulative(s.indicator) }) : null
}
