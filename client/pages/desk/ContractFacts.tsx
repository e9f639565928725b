import { useTranslation } from 'react-i18next'
import type { ContractView } from '../../../shared/api/intake.ts'
import { TIERS } from '../../../shared/deadline.ts'
import type { Hours } from '../../../shared/freshness.ts'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { figure } from './figures.ts'
import styles from './panel.module.css'
import { durationOf, exact, type Lasting } from './times.ts'

type Props = { contract: ContractView; row: BoardRow; language: Language }

/** What was agreed: period, grace, expiry, hours, series with their measure and range. */
export function ContractFacts({ contract, row, language }: Props) {
  const { t } = useTranslation('desk')
  const { times, series, contact } = contract
  const span = (s: Lasting | null, raw: string) => (s ? t(`unit.${s.unit}`, { count: s.count }) : raw)
  const measures = [...new Set(series.flatMap((s) => s.measure ?? []))]
  const ranged = series.filter((s) => s.min !== undefined || s.max !== undefined)
  const range = ranged
    .slice(0, 2)
    .map(
      (s) =>
        `${s.indicator}: ${s.min === undefined ? '' : figure(s.min, language)} – ${s.max === undefined ? '' : figure(s.max, language)}`,
    )
  const deadlines = deadlinesText(times.deadlines, t)
  const facts: [string, string][] = [
    ['period', span(durationOf(times.period), times.period)],
    ['grace', span(exact(times.graceSeconds), '')],
    ['expiry', span(exact(times.expirySeconds), '')],
    ['connector', t(`connector.${row.connector}`, { defaultValue: row.connector })],
    [
      'hours',
      hoursText(times.hours, (day) => t(`day.${day}`), t('panel.closedOnHolidays')) ?? t('panel.always'),
    ],
    ...(deadlines ? [['deadlines', deadlines] as [string, string]] : []),
    ['measure', measures.join('; ') || '–'],
    ['range', range.length ? range.join('; ') + (ranged.length > 2 ? ' …' : '') : t('panel.rangeNone')],
    ['version', String(contract.version)],
  ]
  const indicators = [...new Set(series.map((s) => s.indicator))]
  return (
    <div className={styles.block}>
      <h3>{t('panel.contract')}</h3>
      <dl className={styles.facts}>
        {facts.map(([key, text]) => (
          <div key={key} data-fact={key}>
            <dt>{t(`panel.${key}`)}</dt>
            <dd title={text}>{text}</dd>
          </div>
        ))}
        <div className={styles.wide}>
          <dt>{t('panel.indicators')}</dt>
          <dd>{indicators.length ? indicators.join(', ') : t('panel.seriesAny')}</dd>
        </div>
        {contact && (
          <div className={styles.wide} data-fact="contact">
            <dt>{t('panel.contact')}</dt>
            <dd>{[contact.name, contact.phone, contact.email].filter(Boolean).join(', ')}</dd>
          </div>
        )}
        {contract.legalBasis && (
          <div className={styles.wide} data-fact="legalBasis">
            <dt>{t('panel.legalBasis')}</dt>
            <dd>{contract.legalBasis}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}

/** 'Cấp tỉnh: 5 ngày làm việc, 17:00'; null = none. */
function deadlinesText(
  deadlines: ContractView['times']['deadlines'],
  t: (key: string, values: { count: number }) => string,
): string | null {
  const given = TIERS.flatMap((tier) => {
    const d = deadlines?.[tier]
    if (!d) return []
    const days = t(d.working ? 'panel.workingDays' : 'panel.calendarDays', { count: d.days })
    return [`${t(`panel.tier.${tier}`, { count: d.days })}: ${days}, ${d.at}`]
  })
  return given.join('; ') || null
}

/** 'T2, T3 07:30–11:30'; null = day and night. */
export function hoursText(
  hours: Hours | null,
  dayName: (day: number) => string,
  closed: string,
): string | null {
  if (!hours?.length) return null
  return hours
    .map((h) => {
      const days = [...h.days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
      const run = days.every((d, i) => i === 0 || (d + 6) % 7 === (((days[i - 1] ?? 0) + 6) % 7) + 1)
      const [first = 0] = days
      const last = days.at(-1) ?? first
      const named =
        run && days.length > 2 ? `${dayName(first)}–${dayName(last)}` : days.map(dayName).join(', ')
      return `${named} ${h.from}–${h.to}${h.holidays === 'closed' ? `, ${closed}` : ''}`
    })
    .join('; ')
}
