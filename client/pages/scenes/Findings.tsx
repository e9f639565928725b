import { useTranslation } from 'react-i18next'
import { COMFORT_ARC, type Finding, LEAST_ARC, letterFor } from '../../../shared/legibility.ts'
import { formatNumber, useLanguage } from '../../ui/index.ts'
import { NumberField } from './NumberField.tsx'
import styles from './scenes.module.css'
import { LEAST_METRES, MOST_METRES } from './shape.ts'

type Size = { heightMetres: number; distanceMetres: number }

/** What cannot be read from the last seat: where, and what to do. */
export function Findings({
  findings,
  waiting,
  room,
  onRoom,
  onGo,
}: {
  findings: readonly Finding[]
  /** Pages whose text was not yet measured as they are now. */
  waiting: readonly number[]
  room: Size
  onRoom(room: Size): void
  onGo(page: number, part: string | null): void
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
            {...{ name: field, value: room[field], least: LEAST_METRES, most: MOST_METRES, whole: false }}
            onChange={(value) => onRoom({ ...room, [field]: value })}
          />
        ))}
      </div>
      <p>{t('legible.needs', { least: letters(LEAST_ARC), well: letters(COMFORT_ARC) })}</p>
      {findings.length === 0 && waiting.length === 0 && <p data-legible="">{t('legible.well')}</p>}
      {findings.length > 0 && (
        <ul>
          {findings.map((f) => (
            <li
              key={`${f.rule} ${f.page} ${f.part} ${f.language}`}
              data-rule={f.rule}
              data-of={f.part ?? ''}
              data-on-page={f.page + 1}
              data-in={f.language}
            >
              <button type="button" onClick={() => onGo(f.page, f.part)}>
                {[t('doc.page', { page: f.page + 1 }), f.part].filter(Boolean).join(' · ')}
              </button>
              <b>
                {t(`legible.rule.${f.rule}`, {
                  count: f.found,
                  found: formatNumber(f.found, 0, language),
                  needed: formatNumber(f.needed, 0, language),
                })}
                {f.language && ` (${t(`legible.in.${f.language}`)})`}
              </b>
              <span>{t(`legible.do.${f.rule}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <p data-unmeasured="">
          {t('legible.waiting', { pages: waiting.map((page) => page + 1).join(', ') })}
        </p>
      )}
    </section>
  )
}
