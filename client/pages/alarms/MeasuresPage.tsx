import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmMeasures } from '../../../shared/api/alarms.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { formatNumber, momentText, Problem, spanText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { FlatTable } from '../rules/FlatTable.tsx'
import styles from './measures.module.css'

const DAYS = [1, 7, 30, 90]
const DAY_MS = 86_400_000
/** What ISA-18.2 holds an operator to: about six an hour on average, at most twelve. */
const GOOD_PER_HOUR = 6

/** How the alarms themselves do: too many, too long, chattering; and which of them make it so. */
export default function MeasuresPage() {
  const { t } = useTranslation('alarms')
  const language = useLanguage()
  const [days, setDays] = useState(7)
  const { data, error } = useQuery({
    queryKey: ['alarm-measures', days],
    queryFn: () => {
      const to = Math.floor(serverNow())
      return api.get<AlarmMeasures>(`/api/alarm-measures?from=${to - days * DAY_MS}&to=${to}`)
    },
    refetchInterval: 60_000,
  })
  const number = (v: number, decimals = 0) => formatNumber(v, decimals, language)
  const span = (ms: number | null) => (ms === null ? '–' : spanText(ms, language))
  if (error) return <Problem error={error} />
  const hours = days * 24
  const busiest = Math.max(0, ...(data?.perHour.map((h) => h.count) ?? []))
  /** What the height of the picture holds: the line of what is good is always in it. */
  const most = Math.max(GOOD_PER_HOUR, busiest)
  return (
    <section className={`${admin.body} ${styles.page}`} data-measures={data?.raised}>
      <header className={styles.bar}>
        <select
          aria-label={t('measure.stretch')}
          value={days}
          onChange={(e) => setDays(Number(e.target.value))}
        >
          {DAYS.map((d) => (
            <option key={d} value={d}>
              {t('backTest.lastDays', { count: d })}
            </option>
          ))}
        </select>
        {data && (
          <a href={`/api/alarm-measures.csv?from=${data.from}&to=${data.to}`} download data-action="export">
            {t('measure.export')}
          </a>
        )}
      </header>
      {data && (
        <>
          <dl className={styles.figures}>
            <div>
              <dt>{t('measure.perHour')}</dt>
              <dd>{number(data.raised / hours, 1)}</dd>
              <dd>{t('measure.good', { count: GOOD_PER_HOUR })}</dd>
            </div>
            <div>
              <dt>{t('measure.raised')}</dt>
              <dd>{number(data.raised)}</dd>
              <dd>{t('measure.busiest', { count: data.busiest })}</dd>
            </div>
            <div>
              <dt>{t('measure.standing')}</dt>
              <dd>{number(data.standing)}</dd>
              <dd>{t('measure.stale', { count: data.stale })}</dd>
            </div>
            <div>
              <dt>{t('measure.unacknowledged')}</dt>
              <dd>{number(data.unacknowledged)}</dd>
              <dd>{t('measure.flood', { share: number(data.flood * 100, 1) })}</dd>
            </div>
            <div>
              <dt>{t('measure.answer')}</dt>
              <dd>{span(data.answerMedian)}</dd>
              <dd>{t('measure.ninth', { time: span(data.answerNinth) })}</dd>
            </div>
          </dl>
          <h2>{t('measure.byHour')}</h2>
          <svg
            className={styles.bars}
            viewBox={`0 0 ${data.perHour.length} 100`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t('measure.byHour')}
          >
            <line
              x1="0"
              x2={data.perHour.length}
              y1={100 - (GOOD_PER_HOUR / most) * 96}
              y2={100 - (GOOD_PER_HOUR / most) * 96}
            />
            {data.perHour.map((h, i) => (
              <rect
                key={h.at}
                x={i + 0.1}
                width={0.8}
                y={100 - (h.count / most) * 96}
                height={(h.count / most) * 96}
                data-much={h.count > 2 * GOOD_PER_HOUR || undefined}
              >
                <title>{`${momentText(h.at, data.to, language)}: ${number(h.count)}`}</title>
              </rect>
            ))}
          </svg>
          <p className={styles.axis}>
            <span>{momentText(data.from, serverNow(), language)}</span>
            <span>{t('measure.most', { count: busiest })}</span>
            <span>{momentText(data.to, serverNow(), language)}</span>
          </p>
          <div className={styles.tables}>
            <Table
              title={t('measure.top')}
              none={t('measure.none')}
              rows={data.top.map((x) => [
                x.rule,
                x.subject[language],
                number(x.count),
                `${number(x.share * 100, 1)}\u00a0%`,
              ])}
            />
            <Table
              title={t('measure.chattering')}
              none={t('measure.none')}
              rows={data.chattering.map((x) => [x.rule, x.subject[language], number(x.times)])}
            />
          </div>
        </>
      )}
    </section>
  )
}

function Table({ title, none, rows }: { title: string; none: string; rows: string[][] }) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 && <p>{none}</p>}
      <FlatTable
        name={1}
        figures={2}
        rows={rows.map((cells) => ({ key: cells.slice(0, 2).join('/'), cells }))}
      />
    </section>
  )
}
