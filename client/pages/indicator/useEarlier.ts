import { useQuery } from '@tanstack/react-query'
import type { ObservationPage } from '../../../shared/api/history.ts'
import { api } from '../../api/index.ts'
import type { PeriodDay } from './PeriodChoice.tsx'
import type { UnitRef } from './periods.ts'

/** Earlier periods that stand beside the chosen one in the table. */
const COLUMNS = 4
const LIMIT = 10_000
const key = (unit: string, unitFrom: string, period: string) => `${unit}|${unitFrom}|${period}`

export type EarlierValue = { value: number; validFrom: number }
export type Earlier = { periods: string[]; value(of: UnitRef, period: string): EarlierValue | null }

/** The values of every unit in the periods before the shown one. */
export function useEarlier(code: string, periods: readonly PeriodDay[], day: string): Earlier {
  const shown = periods.filter((p) => p.day < day && !sameSpan(p, periods, day)).slice(0, COLUMNS)
  const oldest = shown.at(-1)
  const read = useQuery({
    queryKey: ['indicator', code, 'earlier', oldest?.day, shown[0]?.day],
    queryFn: () =>
      api.get<ObservationPage>(
        `/api/observations?indicator=${encodeURIComponent(code)}&from=${oldest?.day}T00:00:00%2B07:00&limit=${LIMIT}`,
      ),
    enabled: oldest !== undefined,
  })
  const values = new Map(
    (read.data?.observations ?? []).flatMap((o): [string, EarlierValue][] =>
      o.period === null
        ? []
        : [[key(o.unit, o.unitFrom, o.period), { value: o.value, validFrom: Date.parse(o.validFrom) }]],
    ),
  )
  return {
    periods: shown.map((p) => p.period),
    value: (of, period) => values.get(key(of.unit, of.unitFrom, period)) ?? null,
  }
}

/** The newest period of all is the one shown when no day was chosen. */
const sameSpan = (p: PeriodDay, periods: readonly PeriodDay[], day: string) =>
  p === periods[0] && !periods.some((other) => other.day === day)
