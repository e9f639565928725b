import { useTranslation } from 'react-i18next'
import { rankRows } from '../../../shared/scene-space.ts'
import { timeShown } from '../../../shared/time-of-whole.ts'
import { useAges, useCells, useViewClock } from '../../live/index.ts'
import { unitOf } from '../../pages/wall/names.ts'
import { asOf } from '../../pages/wall/words.ts'
import { formatNumber, useLanguage } from '../../ui/index.ts'
import order from '../order.module.css'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import { Missing } from './Missing.tsx'

/** Units by one number, the best or the worst first; those without a value are counted, not ranked. */
export function RankingPart({ part, view, box, u }: PartProps<'ranking'>) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const now = useViewClock()
  const cells = useCells(view)
  const ages = useAges(view, cells)
  const all = view.cells.flatMap((meta, i) =>
    meta.indicator === part.indicator && meta.unitKind !== 'nation'
      ? [{ meta, cell: cells[i] ?? null, age: ages[i] ?? 'never' }]
      : [],
  )
  const valued = all.flatMap(({ meta, cell, age }) =>
    cell && Number.isFinite(cell.value) ? [{ meta, cell, age }] : [],
  )
  // Numbers of other periods are no part of this order: its title names one.
  const ends = valued.map((v) => v.cell.validTo)
  const time = timeShown(all[0]?.meta.period ?? 'realtime', ends, all.length)
  const known = valued.filter((v) => time === null || v.cell.validTo === time)
  const [first] = all
  if (!first) return <Missing code={part.indicator} view={view} />
  const sign = part.order === 'highest' ? -1 : 1
  const ranked = known
    .sort((a, b) => sign * (a.cell.value - b.cell.value) || (a.meta.unit < b.meta.unit ? -1 : 1))
    .slice(0, part.count)
  const most = Math.max(...known.map((k) => Math.abs(k.cell.value)), 1e-9)
  const rows = rankRows(part.count, { w: box.w / u, h: box.h / u })
  const newest = known.reduce<(typeof known)[number] | null>(
    (best, k) => (!best || k.cell.validTo > best.cell.validTo ? k : best),
    null,
  )
  return (
    <section className={order.ranking} data-ranking={part.indicator}>
      <h2 className={styles.title}>
        {part.title?.[language] ?? first.meta.short[language]}
        <small>
          {unitOf(first.meta, language)}
          {newest && ` · ${asOf(newest.cell, newest.meta, now, language)}`}
          {` · ${t('part.ranked', { there: known.length, of: all.length })}`}
        </small>
      </h2>
      <ol style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}>
        {ranked.map(({ meta, cell, age }, i) => (
          <li key={meta.series} data-freshness={age} data-unit={meta.unit}>
            <i>{i + 1}</i>
            <span>{meta.unitName[language]}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(Math.abs(cell.value) / most) * 100} height="10" />
            </svg>
            <b data-series={`${meta.indicator}@${meta.unit}`}>
              {formatNumber(cell.value, meta.decimals, language)}
            </b>
          </li>
        ))}
      </ol>
      {known.length === 0 && <p className={styles.none}>{t('part.noData')}</p>}
    </section>
  )
}
