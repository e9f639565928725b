import { useTranslation } from 'react-i18next'
import { COMFORT_ARC, type Finding, LEAST_ARC, letterFor } from '../../../shared/legibility.ts'
import { formatNumber, useLanguage } from '../../ui/index.ts'
import { NumberField } from './NumberField.tsx'
import styles from './scenes.module.css'

type Size = { heightMetres: number; distanceMetres: number }

/** What cannot be read from the last seat: where, and what to do. */
export function Findings({
  findings,
  room,
  onRoom,
  onChoose,
}: {
  findings: readonly Finding[]
  room: Size
  onRoom(room: Size): void
  onChoose(part: string | null): void
}) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const letters = (minutes: number) => formatNumber(letterFor({ ...room, aspect: 1 }, minutes), 0, language)
  return (
    <section className={styles.findings} data-findings={findings.length}>
      <h2>{t('legible.title')}</h2>
      <div className={styles.line}>
        {(['heightMetres', 'distanceMetres'] as const).map((field) => (
          <NumberField
            key={field}
            label={t(`legible.${field}`)}
            {...{ name: field, value: room[field], least: 0.2, most: 60, whole: false }}
            onChange={(value) => onRoom({ ...room, [field]: value })}
          />
        ))}
      </div>
      <p>{t('legible.needs', { least: letters(LEAST_ARC), well: letters(COMFORT_ARC) })}</p>
      {findings.length === 0 ? (
        <p data-legible="">{t('legible.well')}</p>
      ) : (
        <ul>
          {findings.map((f) => (
            <li key={`${f.rule} ${f.page} ${f.part}`} data-rule={f.rule} data-of={f.part ?? ''}>
              {f.part && (
                <button type="button" onClick={() => onChoose(f.part)}>
                  {f.part}
                </button>
              )}
              <b>
                {t(`legible.rule.${f.rule}`, {
                  count: f.found,
                  found: formatNumber(f.found, 0, language),
                  needed: formatNumber(f.needed, 0, language),
                })}
              </b>
              <span>{t(`legible.do.${f.rule}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
