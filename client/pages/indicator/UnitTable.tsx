import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { marksOf, type NumberMark } from '../../../shared/marks.ts'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import { ExportMenu } from '../../export/index.ts'
import { viewNow } from '../../live/index.ts'
import { StatusFilter, StatusMarks, shortPeriodText } from '../../ui/index.ts'
import { asOfText, recordedFiles, sourceText, whenText } from './aboutIndicator.ts'
import { ChangeText } from './ChangeText.tsx'
import { targetText } from './change.ts'
import styles from './indicator.module.css'
import type { PeriodDay } from './PeriodChoice.tsx'
import { StandingValue } from './StandingValue.tsx'
import type { Summary } from './summary.ts'
import { unitSheet } from './unitSheet.ts'
import { useEarlier } from './useEarlier.ts'

type Props = {
  indicator: IndicatorView
  summary: Summary
  language: Language
  format(value: number): string
  periods: readonly PeriodDay[]
}

/** What the status column's own word says already. */
const SAID_BEFORE = FLAG.provisional | FLAG.estimated | FLAG.revised
const COLUMNS = ['unit', 'period', 'value', 'before', 'lastYear', 'target', 'status'] as const

/** Every unit with its value of the period, the one before, the same period last year, target and status. */
export function UnitTable({ indicator, summary, language, format, periods }: Props) {
  const { t } = useTranslation('indicator')
  const earlier = useEarlier(indicator.code, periods, summary.day)
  const [status, setStatus] = useState<NumberMark | null>(null)
  const all = [...(summary.nation ? [summary.nation] : []), ...summary.units]
  const rows = all.filter(
    (s) =>
      status === null ||
      (s.value !== null &&
        marksOf({ flags: s.flags, recordedAt: s.recordedAt ?? 0 }, viewNow()).includes(status)),
  )
  const block = useRef<HTMLElement>(null)
  return (
    <section ref={block} className={styles.block} data-table="units">
      <h2>
        {t('table')}
        {all.length > 0 && <StatusFilter value={status} onChange={setStatus} />}
        {rows.length > 0 && (
          <ExportMenu
            of={t('table')}
            about={() => ({
              title: `${indicator.name[language]}: ${t('table')}`,
              name: `${indicator.code}-${summary.day}`,
              source: sourceText(summary.sources, language, t('sourcesNone')),
              measure: indicator.symbol[language],
              asOf: asOfText(rows),
              simulated: rows.some((s) => s.value !== null && s.simulated),
            })}
            sheet={() => unitSheet(indicator, rows, earlier, language, (key) => t(`column.${key}`))}
            picture={() => block.current}
            links={recordedFiles(indicator, (kind) => t('allRecorded', { kind: t(`fileKind.${kind}`) }))}
          />
        )}
      </h2>
      {rows.length === 0 ? (
        <p className={styles.missing}>{t(all.length ? 'tableNone' : 'tableEmpty')}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              {COLUMNS.map((c) => (
                <th key={c} data-column={c}>
                  {t(c === 'before' ? 'periodBefore' : c === 'lastYear' ? 'sameLastYear' : c)}
                </th>
              ))}
              {earlier.periods.map((period) => (
                <th key={period} className={styles.figure}>
                  {shortPeriodText(period, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((s) => (
              <tr key={s.unit} data-unit={s.unit} data-unit-from={s.unitFrom}>
                <td className={styles.unitName}>{s.name[language]}</td>
                <td className={styles.period}>{s.period ? shortPeriodText(s.period, language) : '–'}</td>
                <td className={styles.figure}>
                  <StandingValue indicator={indicator} standing={s} language={language} />
                </td>
                <td className={styles.figure}>
                  <ChangeText value={s.value} earlier={s.before?.value ?? null} indicator={indicator} />
                </td>
                <td className={styles.figure}>
                  <ChangeText value={s.value} earlier={s.lastYear?.value ?? null} indicator={indicator} />
                </td>
                <td className={styles.figure}>{s.target ? targetText(s.target, format) : '–'}</td>
                <td>
                  {s.status ? t(`statusName.${s.status}`) : '–'}{' '}
                  <StatusMarks
                    flags={s.flags & ~SAID_BEFORE}
                    recordedAt={s.recordedAt ?? 0}
                    now={viewNow()}
                    language={language}
                    short
                  />
                  {s.approved && (
                    <small className={styles.approved}>
                      {t('approvedShort')} {format(s.approved.value)} (
                      {whenText(s.approved.period, s.approved.validTo, language)})
                    </small>
                  )}
                </td>
                {earlier.periods.map((period) => {
                  const known = earlier.value(s, period)
                  return (
                    <td key={period} className={styles.figure}>
                      {known === null ? (
                        '–'
                      ) : (
                        <StandingValue
                          indicator={indicator}
                          standing={{ ...s, ...known }}
                          language={language}
                        />
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
