import { useTranslation } from 'react-i18next'
import type { IndicatorView, UnitView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import styles from './sessions.module.css'

export type ItemDraft = { title: string; unit: string | null; minutes: number | null; indicators: string[] }
const EMPTY: ItemDraft = { title: '', unit: null, minutes: null, indicators: [] }
const MOST_NUMBERS = 8

type Props = {
  items: ItemDraft[]
  /** The points of the session: one of them may report. */
  units: readonly UnitView[]
  indicators: readonly IndicatorView[]
  language: Language
  onChange(items: ItemDraft[]): void
}

/** What is dealt with, in order: who reports, how long, and which numbers stand first beside the picture. */
export function AgendaFields({ items, units, indicators, language, onChange }: Props) {
  const { t } = useTranslation('sessions')
  const change = (at: number, patch: Partial<ItemDraft>) =>
    onChange(items.map((item, i) => (i === at ? { ...item, ...patch } : item)))
  const name = (code: string) => indicators.find((i) => i.code === code)?.name[language] ?? code
  return (
    <fieldset className={styles.items}>
      <legend>{t('agenda')}</legend>
      {items.map((item, i) => (
        <div key={i} className={styles.item} data-item={i}>
          <input
            name="item"
            aria-label={t('form.item')}
            placeholder={t('form.item')}
            maxLength={300}
            value={item.title}
            onChange={(e) => change(i, { title: e.target.value })}
          />
          <select
            aria-label={t('form.reports')}
            value={item.unit ?? ''}
            onChange={(e) => change(i, { unit: e.target.value || null })}
          >
            <option value="">{t('form.nobodyReports')}</option>
            {units.map((u) => (
              <option key={u.code} value={u.code}>
                {u.name[language]}
              </option>
            ))}
          </select>
          <input
            type="number"
            aria-label={t('form.minutes')}
            placeholder={t('form.minutes')}
            min={1}
            max={720}
            value={item.minutes ?? ''}
            onChange={(e) =>
              change(i, { minutes: e.target.value ? Math.round(Number(e.target.value)) : null })
            }
          />
          <select
            aria-label={t('form.numbers')}
            value=""
            disabled={item.indicators.length >= MOST_NUMBERS}
            onChange={(e) => change(i, { indicators: [...item.indicators, e.target.value] })}
          >
            <option value="">{t('form.addNumber')}</option>
            {indicators
              .filter((x) => !item.indicators.includes(x.code))
              .map((x) => (
                <option key={x.code} value={x.code}>
                  {x.code} {x.name[language]}
                </option>
              ))}
          </select>
          <Button onClick={() => onChange(items.filter((_, at) => at !== i))}>{t('remove')}</Button>
          {item.indicators.length > 0 && (
            <small>
              {item.indicators.map((code) => (
                <Button
                  key={code}
                  onClick={() => change(i, { indicators: item.indicators.filter((c) => c !== code) })}
                >
                  {name(code)} ×
                </Button>
              ))}
            </small>
          )}
        </div>
      ))}
      <span>
        <Button onClick={() => onChange([...items, { ...EMPTY }])}>{t('form.addItem')}</Button>
      </span>
    </fieldset>
  )
}
