import { useMemo, useState } from 'react'
import { RangeChart, rangePixels } from '../../charts/range/RangeChart.tsx'
import { RangeChoice } from '../../charts/range/RangeChoice.tsx'
import type { RangeId } from '../../charts/range/ranges.ts'
import { useRange } from '../../charts/range/useRange.ts'
import type { CellMeta, LiveView } from '../../live/index.ts'
import { Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { figure } from './numbers.ts'

const [WIDTH, HEIGHT] = [460, 220]

/** The selected real-time number over a range that is chosen, going on with the stream. */
export function LiveTrend({ view, index, meta }: { view: LiveView; index: number; meta: CellMeta }) {
  const language = useLanguage()
  const [range, setRange] = useState<RangeId>('h24')
  const { indicator, unit, unitFrom } = meta
  const ref = useMemo(() => ({ indicator, unit, unitFrom }), [indicator, unit, unitFrom])
  const { buckets, from, to, loading, error } = useRange(ref, range, rangePixels(WIDTH), view, index)
  return (
    <div>
      <RangeChoice range={range} onRange={setRange} />
      <Problem error={error} />
      {!loading && (
        <RangeChart
          buckets={buckets}
          from={from}
          to={to}
          target={meta.target?.value ?? null}
          width={WIDTH}
          height={HEIGHT}
          label={meta.name[language]}
          format={(value) => figure(value, meta.decimals, language)}
          formatTime={dayAndClock}
        />
      )}
    </div>
  )
}
