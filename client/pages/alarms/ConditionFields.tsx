import { useTranslation } from 'react-i18next'
import { CONNECTION_STATES } from '../../../shared/vocabulary.ts'
import checks from '../checks/checks.module.css'
import { type RuleDraft, type TextField, withText } from './ruleDraft.ts'
import type { Unclear } from './ruleFigures.ts'
import styles from './rules.module.css'

type Props = { draft: RuleDraft; set(change: Partial<RuleDraft>): void; unclear: readonly Unclear[] }

/** What a rule of this kind asks. */
export function ConditionFields({ draft: d, set, unclear }: Props) {
  const { t } = useTranslation('alarms')
  const invalid = (name: TextField) => unclear.some((u) => u.field === name)
  const field = (name: TextField, label: string, figure = false) => (
    <label>
      {t(label)}
      <input
        name={name}
        inputMode={figure ? 'decimal' : undefined}
        aria-invalid={invalid(name)}
        value={d[name]}
        onChange={(e) => set(withText(name, e.target.value))}
      />
    </label>
  )
  const ofSeries = ['value', 'change', 'freshness', 'forecast'].includes(d.kind)
  const bounded = d.kind === 'value' || d.kind === 'forecast'
  const band = d.comparator === 'outside' || d.comparator === 'inside'
  return (
    <>
      {ofSeries && (
        <div className={checks.pair}>
          {field('indicator', 'rule.indicator')}
          {field('units', 'rule.units')}
        </div>
      )}
      {d.kind === 'expression' && (
        <>
          <label>
            {t('rule.expression')}
            <textarea
              name="expression"
              rows={3}
              maxLength={1_000}
              spellCheck={false}
              value={d.expression}
              placeholder='value("KTN-02") > (active ? 48000.0 : 50000.0)'
              onChange={(e) => set({ expression: e.target.value })}
            />
          </label>
          <small className={styles.hint}>{t('rule.expressionHint')}</small>
          {field('units', 'rule.units')}
        </>
      )}
      {bounded && (
        <>
          <div className={checks.pair}>
            <label>
              {t('rule.comparator')}
              <select
                name="comparator"
                value={d.comparator}
                onChange={(e) =>
                  set({
                    comparator:
                      (['>', '>=', '<', '<=', 'outside', 'inside'] as const).find(
                        (c) => c === e.target.value,
                      ) ?? '>',
                  })
                }
              >
                {(['>', '>=', '<', '<=', 'outside', 'inside'] as const).map((c) => (
                  <option key={c} value={c}>
                    {t(`comparator.${c}`)}
                  </option>
                ))}
              </select>
            </label>
            {field('value', band ? 'rule.low' : 'rule.bound', true)}
          </div>
          <div className={checks.pair}>
            {band && field('high', 'rule.high', true)}
            {field('deadband', 'rule.deadband', true)}
          </div>
          <label>
            {t('rule.perUnit')}
            <textarea
              name="perUnit"
              rows={2}
              aria-invalid={invalid('perUnit')}
              value={d.perUnit}
              placeholder={t('rule.perUnitExample')}
              onChange={(e) => set({ perUnit: e.target.value })}
            />
          </label>
        </>
      )}
      {d.kind === 'forecast' && (
        <div className={checks.pair}>
          {field('ahead', 'rule.ahead', true)}
          <label className={checks.tick}>
            <input type="checkbox" checked={d.sure} onChange={(e) => set({ sure: e.target.checked })} />
            {t('rule.sure')}
          </label>
        </div>
      )}
      {d.kind === 'change' && (
        <>
          <div className={checks.pair}>
            <label>
              {t('rule.direction')}
              <select
                name="direction"
                value={d.direction}
                onChange={(e) =>
                  set({
                    direction:
                      (['rise', 'fall', 'either'] as const).find((x) => x === e.target.value) ?? 'rise',
                  })
                }
              >
                {(['rise', 'fall', 'either'] as const).map((x) => (
                  <option key={x} value={x}>
                    {t(`direction.${x}`)}
                  </option>
                ))}
              </select>
            </label>
            {field('value', 'rule.amount', true)}
          </div>
          <div className={checks.pair}>
            {field('window', 'rule.window', true)}
            {field('deadband', 'rule.deadband', true)}
          </div>
          <label className={checks.tick}>
            <input type="checkbox" checked={d.percent} onChange={(e) => set({ percent: e.target.checked })} />
            {t('rule.percent')}
          </label>
        </>
      )}
      {d.kind === 'freshness' && (
        <label>
          {t('rule.freshness')}
          <select
            value={d.state}
            onChange={(e) => set({ state: e.target.value === 'stale' ? 'stale' : 'late' })}
          >
            <option value="late">{t('rule.late')}</option>
            <option value="stale">{t('rule.stale')}</option>
          </select>
        </label>
      )}
      {(d.kind === 'connection' || d.kind === 'check') && field('codes', `rule.codes.${d.kind}`)}
      {d.kind === 'connection' &&
        CONNECTION_STATES.map((s) => (
          <label key={s} className={checks.tick}>
            <input
              type="checkbox"
              checked={d.states.includes(s)}
              onChange={(e) =>
                set({ states: e.target.checked ? [...d.states, s] : d.states.filter((x) => x !== s) })
              }
            />
            {t(`connectionState.${s}`)}
          </label>
        ))}
    </>
  )
}
