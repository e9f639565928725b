import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { asOutside } from '../../../server/alarms/channels/outside.ts'
import { spokenOf } from '../../../server/alarms/series-places.ts'
import type { Alarm } from '../../../server/alarms/types.ts'

const words = (text: string) => ({ vi: text, en: text })
/** A catalogue of the series 1 (public) and 2 (restricted) of one unit, without those that are `gone`. */
const appWithout = (...gone: number[]) => {
  const unit = { code: 'VN' }
  const series = (id: number, classification: string) => ({ id, unit, indicator: { id, classification } })
  const all = [series(1, 'public'), series(2, 'restricted')].filter((s) => !gone.includes(s.id))
  const find = (id: number) => all.find((s) => s.id === id)
  const now = {
    series: find,
    indicator: (code: string) => ({ id: Number(code.slice(1)) }),
    findSeries: (indicator: number) => find(indicator)?.id,
  }
  return { catalogue: { now: () => now } } as unknown as FastifyInstance
}
const alarm = (series: number, condition: object, detail: object = {}) =>
  ({
    ...{ series, detail, title: words('Dự trữ dưới 12'), text: words('11') },
    rule: { input: { name: words('Luật'), condition } },
  }) as unknown as Alarm
const VALUE = { kind: 'value' }
const BOTH = { kind: 'expression', expression: 'value("A1") > 1.0 && value("A2") > 1.0', units: null }

test('an alarm leaves the system with its numbers only where all of them may', () => {
  const title = (app: FastifyInstance, a: Alarm) => asOutside(app, a).title.vi
  expect(title(appWithout(), alarm(1, VALUE))).toBe('Dự trữ dưới 12')
  expect(title(appWithout(), alarm(2, VALUE))).toBe('Luật')
  expect(title(appWithout(), alarm(1, BOTH))).toBe('Luật')
})

test('a number that the catalogue no longer has stays within, for nobody knows how far it may go', () => {
  expect(asOutside(appWithout(2), alarm(2, VALUE)).title.vi).toBe('Luật')
  expect(spokenOf(appWithout(2), alarm(2, VALUE))).toEqual([2])
  // Of a condition over several numbers, where it was known when the words were written.
  const known = [{ value: 5 }, { value: 11 }]
  expect(asOutside(appWithout(2), alarm(1, BOTH, { numbers: known })).title.vi).toBe('Luật')
  expect(asOutside(appWithout(2), alarm(1, BOTH, { numbers: [known[0], null] })).title.vi).not.toBe('Luật')
})
