import type { FastifyInstance } from 'fastify'
import type { Scenario } from '../../shared/api/exercise.ts'
import { dayOf, inForce } from '../catalogue/index.ts'
import type { PictureRow } from './driver/orders.ts'
import { readAccounts, readValues } from './store.ts'
import type { AccountCopy } from './world/orders.ts'

/** The newest real values that a scenario begins with, read here and handed over as rows like any source's. */
export async function pictureOf(app: FastifyInstance, { picture }: Scenario): Promise<PictureRow[]> {
  const now = app.catalogue.now()
  const today = dayOf(Date.now())
  const series = picture
    .flatMap((code) => {
      const indicator = now.indicator(code)
      return indicator ? now.seriesOfIndicator(indicator.id) : []
    })
    .filter((s) => inForce(s.unit, today))
  const byId = new Map(series.map((s) => [s.id, s]))
  const values = await readValues(app.db.readPool, [...byId.keys()])
  return values.flatMap(({ series: id, validTo, period, value, status }) => {
    const s = byId.get(id)
    if (!s) return []
    const when = period === null ? { at: new Date(validTo).toISOString() } : { period }
    return [{ indicator: s.indicator.code, unit: s.unit.code, ...when, value, status }]
  })
}

export async function accountsOf(app: FastifyInstance): Promise<AccountCopy[]> {
  const now = app.catalogue.now()
  return (await readAccounts(app.db.readPool)).flatMap(({ unitId, ...account }) => {
    const unit = now.unitById(unitId)?.code
    return unit === undefined ? [] : [{ ...account, unit }]
  })
}
