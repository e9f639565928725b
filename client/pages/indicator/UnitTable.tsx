import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { ChangeText } from './ChangeText.tsx'
import { targetText } from './change.ts'
import { csvText, download } from './csvDownload.ts'
import styles from './indicator.module.css'
import type { PeriodDay } from './PeriodChoice.tsx'
import { StandingValue } from './StandingValue.tsx'
import type { Standing, Summary } from './summary.ts'
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
  const save = () => download(`${indicator.code}-${summary.day}.csv`, tableCsv(indicator, rows, language))
  return (
    <section className={styles.block}>
      <h2>
        {t('table')}
        <a
          href={`/api/observations?indicator=${encodeURIComponent(indicator.code)}&limit=10000&format=csv`}
          download
        >
          {t('downloadAll')}
        </a>
        <Button onClick={save} aria-label={t('downloadName')} data-action="download">
          {t('download')}
        </Button>
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
                  <ChangeText
                    value={s.value}
                    earlier={s.before?.value ?? null}
                    indicator={indicator}
                    format={format}
                  />
                </td>
                <td className={styles.figure}>
                  <ChangeText
                    value={s.value}
                    earlier={s.lastYear?.value ?? null}
                    indicator={indicator}
                    format={format}
                  />
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

/** The table as a file: codes and names, raw numbers, instants in ISO 8601. */
export function tableCsv(indicator: IndicatorView, rows: readonly Standing[], language: Language): string {
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  return csvText(
    [
      'indicator',
      'name',
      'unit',
      'unit_valid_from',
      'unit_name',
      'period',
      'valid_from',
      'valid_to',
      'value',
      'measure',
      'status',
      'simulated',
      'period_before',
      'same_period_last_year',
      'recorded_at',
    ],
    rows.map((s) => [
      indicator.code,
      indicator.name[language],
      s.unit,
      s.unitFrom,
      s.name[language],
      s.period,
      iso(s.validFrom),
      iso(s.validTo),
      s.value,
      indicator.measure,
      s.status,
      s.simulated ? 'true' : 'false',
      s.before?.value ?? null,
      s.lastYear?.value ?? null,
      iso(s.recordedAt),
    ]),
  )
}
