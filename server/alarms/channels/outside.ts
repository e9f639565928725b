import type { FastifyInstance } from 'fastify'
import { isAbove } from '../../../shared/room.ts'
import type { Words } from '../../catalogue/index.ts'
import { spokenOf } from '../series-places.ts'
import type { Alarm } from '../types.ts'

const WITHIN: Words = {
  vi: 'Số liệu hạn chế: xem trên hệ thống',
  en: 'Restricted numbers: look at them in the system',
}

/** An alarm as it may leave the system: what speaks of numbers above internal says which rule, and none of them. */
export function asOutside(app: FastifyInstance, a: Alarm): Alarm {
  const now = app.catalogue.now()
  // How far a number may go that the catalogue no longer has, nobody knows: not out of the system.
  const guarded = spokenOf(app, a).some((id) => {
    const series = now.series(id)
    return !series || isAbove(series.indicator.classification, 'internal')
  })
  return guarded ? { ...a, title: a.rule.input.name, text: WITHIN } : a
}
