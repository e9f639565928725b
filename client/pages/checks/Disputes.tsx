import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { DisputeView } from '../../../shared/api/checks.ts'
import { api } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Mark, momentText, Problem, periodText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import styles from './checks.module.css'
import { DisputePanel } from './DisputePanel.tsx'
import { figuresOf, seriesMarks } from './figures.ts'

/** How soon a new dispute stands in the list, ms. */
const EVERY_MS = 2_000

/** What is in doubt now, newest first; one of them opened beside it. */
export function Disputes() {
  const { t } = useTranslation('checks')
  const language = useLanguage()
  const now = useServerClock()
  const [params, setParams] = useSearchParams()
  const [all, setAll] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['disputes', all],
    queryFn: () => api.get<DisputeView[]>(`/api/checks/disputes${all ? '?all=true' : ''}`),
    refetchInterval: EVERY_MS,
  })
  const list = data ?? []
  const wanted = params.get('dispute')
  const listed = list.find((d) => d.id === wanted)
  // One that has ended meanwhile stays in view.
  const ended = useQuery({
    queryKey: ['disputes', 'one', wanted],
    queryFn: () => api.get<DisputeView>(`/api/checks/disputes/${encodeURIComponent(wanted ?? '')}`),
    enabled: wanted !== null && data !== undefined && !listed,
    retry: false,
  })
  const chosen = listed ?? (wanted === null ? null : (ended.data ?? null))
  const choose = (id: string) => setParams({ tab: 'disputes', dispute: id }, { replace: true })
  return (
    <div className={styles.split}>
      <section className={admin.body}>
        <header className={admin.bar}>
          <p className={styles.count} data-metric="disputes">
            {t('openCount', { count: list.filter((d) => d.open).length })}
          </p>
          <label className={styles.toggle}>
            <input type="checkbox" checked={all} onChange={(e) => setAll(e.target.checked)} /> {t('ended')}
          </label>
        </header>
        <Problem error={error} />
        {data && !list.length && <p className={admin.none}>{t('none')}</p>}
        {list.length > 0 && (
          <table className={admin.table}>
            <thead>
              <tr>
                <th>{t('state')}</th>
                <th>{t('number')}</th>
                <th>{t('rule')}</th>
                <th data-figure>{t('left')}</th>
                <th data-figure>{t('right')}</th>
                <th data-figure>{t('difference')}</th>
                <th data-figure>{t('allowed')}</th>
                <th>{t('since')}</th>
                <th>{t('with')}</th>
              </tr>
            </thead>
            <tbody>
              {list.map((d) => {
                const f = figuresOf(d.finding, d.indicator.decimals, language)
                return (
                  <tr
                    key={d.id}
                    data-dispute={d.id}
                    data-open={d.open}
                    aria-selected={d.id === chosen?.id}
                    onClick={() => choose(d.id)}
                  >
                    <td className={styles.state} data-open={d.open}>
                      <button type="button" onClick={() => choose(d.id)}>
                        {d.open ? <Mark kind="disputed" /> : '✓'}{' '}
                        {t(d.open ? 'open' : `step.${d.steps.at(-1)?.kind ?? 'closed'}`)}
                      </button>
                    </td>
                    <td className={admin.name}>
                      {d.indicator.name[language]}
                      <small>
                        {d.unit.name[language]}
                        {d.period && `, ${periodText(d.period, language)}`}
                      </small>
                    </td>
                    <td>
                      {d.rule.name[language]}
                      <small>
                        {d.rule.code} · {t(`kind.${d.kind}`)}
                      </small>
                    </td>
                    <td data-figure {...seriesMarks(d, 'left')}>
                      {f.left}
                    </td>
                    <td data-figure {...seriesMarks(d, 'right')}>
                      {f.right}
                    </td>
                    <td data-figure>{f.difference}</td>
                    <td data-figure>{f.allowed}</td>
                    <td>{momentText(d.openedAt, now, language)}</td>
                    <td>{d.assignedTo ?? '–'}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </section>
      <aside className={styles.panel} aria-label={t('panel')}>
        {chosen ? (
          <DisputePanel key={chosen.id} dispute={chosen} />
        ) : (
          <p className={admin.none}>{t('choose')}</p>
        )}
      </aside>
    </div>
  )
}
