import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { DirectiveInput } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { readTyped } from '../entry/typedNumber.ts'
import styles from './form.module.css'

/** As typed: the indicator by code or by "code · name". */
export type AimDraft = {
  indicator: string
  comparator: '>=' | '<=' | '='
  value: string
  holdDays: string
  /** The target that the indicator has already: shown, never taken without a word. */
  usual: string
}
export const NO_AIM: AimDraft = { indicator: '', comparator: '>=', value: '', holdDays: '7', usual: '' }
const COMPARATORS = ['>=', '<=', '='] as const

const codeOf = (text: string) => text.split('·')[0]?.trim() ?? ''
const typedOf = (text: string) => readTyped(text, true)
/** What it is held against: null = nothing, as without a value; undefined = not said in full, or with two meanings. */
export function aimOf(
  draft: AimDraft,
  indicators: readonly IndicatorView[],
): DirectiveInput['aim'] | undefined {
  if (!draft.indicator.trim()) return null
  const indicator = indicators.find((i) => i.code === codeOf(draft.indicator))
  const typed = typedOf(draft.value)
  if (indicator && typed.kind === 'empty') return null
  const holdDays = Number(draft.holdDays)
  const whole = Number.isInteger(holdDays) && holdDays >= 0 && holdDays <= 365
  if (!indicator || typed.kind !== 'number' || !whole) return undefined
  return { indicator: indicator.code, comparator: draft.comparator, value: typed.value, holdDays }
}

/** A known target as somebody would type it; nothing where it would have two meanings. */
export function valueText(value: number | undefined): string {
  const text = value === undefined ? '' : String(value)
  return typedOf(text).kind === 'number' ? text : ''
}

type Props = {
  draft: AimDraft
  indicators: readonly IndicatorView[]
  language: Language
  onChange(draft: AimDraft): void
}
/** Which number tells whether it was done, and what it has to be. */
export function AimFields({ draft, indicators, language, onChange }: Props) {
  const { t } = useTranslation('directives')
  const indicator = indicators.find((i) => i.code === codeOf(draft.indicator))
  const typed = typedOf(draft.value)
  const asks = draft.value !== '' && typed.kind === 'ask'
  return (
    <fieldset>
      <legend>{t('form.aim')}</legend>
      <div className={styles.row}>
        <label className={styles.grow}>
          {t('form.indicator')}
          <input
            name="indicator"
            list="directive-indicators"
            autoComplete="off"
            aria-invalid={draft.indicator !== '' && !indicator}
            value={draft.indicator}
            placeholder={t('form.noIndicator')}
            onChange={(e) => onChange({ ...draft, indicator: e.target.value, usual: '' })}
          />
        </label>
        <datalist id="directive-indicators">
          {indicators.map((i) => (
            <option key={i.code} value={`${i.code} · ${i.name[language]}`} />
          ))}
        </datalist>
        <label>
          {t('form.comparator')}
          <select
            name="comparator"
            value={draft.comparator}
            onChange={(e) =>
              onChange({ ...draft, comparator: COMPARATORS.find((c) => c === e.target.value) ?? '>=' })
            }
          >
            {COMPARATORS.map((c) => (
              <option key={c} value={c}>
                {t(`comparator.${c}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('form.value', { symbol: indicator ? `(${indicator.symbol[language]})` : '' })}
          <input
            name="value"
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={draft.value !== '' && typed.kind !== 'number'}
            placeholder={draft.usual}
            value={draft.value}
            onChange={(e) => onChange({ ...draft, value: e.target.value })}
          />
        </label>
        <label>
          {t('form.hold')}
          <input
            name="hold"
            inputMode="numeric"
            value={draft.holdDays}
            onChange={(e) => onChange({ ...draft, holdDays: e.target.value })}
          />
        </label>
      </div>
      {indicator && typed.kind === 'empty' && <p>{t('form.notWatched')}</p>}
      {asks && <p role="alert">{t('form.twoMeanings')}</p>}
    </fieldset>
  )
}
