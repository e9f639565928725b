import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { ExportMenu } from '../../export/index.ts'
import { asOfText, recordedFiles, sourceText } from './aboutIndicator.ts'
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

const COLUMNS = ['unit', 'period', 'value', 'before', 'lastYear', 'target', 'status'] as const

/** Every unit with its value of the period, the one before, the same period last year, target and status. */
export function UnitTable({ indicator, summary, language, format, periods }: Props) {
  const { t } = useTranslation('indicator')
  const earlier = useEarlier(indicator.code, periods, summary.day)
  const rows = [...(summary.nation ? [summary.nation] : []), ...summary.units]
  const block = useRef<HTMLElement>(null)
  return (
    <section ref={block} className={styles.block} data-table="units">
      <h2>
        {t('table')}
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
        <p className={styles.missing}>{t('tableEmpty')}</p>
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
                  {period}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((s) => (
              <tr key={s.unit} data-unit={s.unit} data-unit-from={s.unitFrom}>
                <td className={styles.unitName}>{s.name[language]}</td>
                <td>{s.period ?? '–'}</td>
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
                <td>{s.status ? t(`statusName.${s.status}`) : '–'}</td>
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
