import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { api } from '../../api/index.ts'
import { viewNow } from '../../live/index.ts'
import { clockText, dayText, formatNumber, periodText } from '../format/index.ts'
import { FreshnessWord, Mark, type MarkKind, markWord } from '../marks.tsx'
import { Problem } from '../Problem.tsx'
import { useLanguage } from '../preferences.ts'
import type { SeriesKey } from './context.ts'
import { Evidence } from './Evidence.tsx'
import styles from './lineage.module.css'
import { Parts } from './Parts.tsx'
import { Revisions } from './Revisions.tsx'

const STATUS_MARK: Record<string, MarkKind> = {
  provisional: 'provisional',
  estimated: 'estimated',
  revised: 'revised',
}
/** More decimals than any indicator states: the number as it was received. */
const PRECISE = 6

/** Who says so: the number with its marks, the message that brought it with both hashes, and all its revisions. */
export function LineageCard({ of: key }: { of: SeriesKey }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const query = new URLSearchParams({ unitFrom: key.unitFrom })
  if (key.validFrom !== undefined) query.set('validFrom', String(key.validFrom))
  const { data, error } = useQuery({
    queryKey: ['lineage', key],
    staleTime: 0,
    queryFn: () => api.get<LineageView>(`/api/series/${key.indicator}/${key.unit}/lineage?${query}`),
  })
  if (error) return <Problem error={error} />
  if (!data) return <p className={styles.waiting}>{t('lineage.reading')}</p>
  const marks: MarkKind[] = [
    ...(data.status && STATUS_MARK[data.status] ? [STATUS_MARK[data.status] as MarkKind] : []),
    ...(data.entry === 'hand' ? (['hand'] as const) : data.entry === 'file' ? (['file'] as const) : []),
    ...(data.computed ? (['computed'] as const) : []),
    ...(data.simulated ? (['simulated'] as const) : []),
  ]
  return (
    <article className={styles.card} data-lineage={`${key.indicator}@${key.unit}`}>
      <header className={styles.head}>
        <h3>{data.indicator.name[language]}</h3>
        <p className={styles.place}>
          {data.unit.name[language]} · {data.indicator.code}
        </p>
        <p className={styles.figure}>
          <b>{plain(data.value, language)}</b> {data.indicator.measure}
        </p>
        <p className={styles.marks}>
          <FreshnessWord state={data.freshness.state} language={language} />
          {marks.map((kind) => (
            <span key={kind}>
              <Mark kind={kind} /> {markWord(kind, language)}
            </span>
          ))}
          <span>
            {data.period
              ? periodText(data.period, language)
              : data.validTo !== null &&
                `${dayText(data.validTo, language)} ${clockText(data.validTo, language)}`}
          </span>
        </p>
      </header>
      <div className={styles.columns}>
        {data.message ? <Evidence data={data} /> : <p className={styles.none}>{t('lineage.noMessage')}</p>}
        {data.computed ? <Parts data={data} /> : <Revisions data={data} now={viewNow()} />}
      </div>
    </article>
  )
}

function plain(value: number | null, language: 'vi' | 'en'): string {
  if (value === null) return '–'
  const decimals = Math.min(PRECISE, (String(value).split('.')[1] ?? '').length)
  return formatNumber(value, decimals, language)
}
