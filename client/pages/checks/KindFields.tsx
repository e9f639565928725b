import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { OPERATORS, RULE_KINDS } from '../../../shared/api/checks.ts'
import { api } from '../../api/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './checks.module.css'
import type { Draft } from './draft.ts'

type Props = { draft: Draft; set(change: Partial<Draft>): void }
/** Text fields that each kind of rule asks for beside its indicator. */
const FIELDS = {
  parts: ['of'],
  sources: ['other', 'connections'],
  expression: [],
  bounds: ['min', 'max'],
  jump: ['window', 'limit'],
  monotone: [],
} as const

/** What is compared: the kind of rule, its indicators, and the units it is held against. */
export function KindFields({ draft, set }: Props) {
  const { t } = useTranslation('checks')
  const language = useLanguage()
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
    staleTime: 60_000,
  })
  const everyUnit = draft.units === 'nation' || draft.units === 'each'
  return (
    <>
      <label>
        {t('kindOf')}
        <select
          name="kind"
          value={draft.kind}
          onChange={(e) => set({ kind: RULE_KINDS.find((k) => k === e.target.value) ?? 'parts' })}
        >
          {RULE_KINDS.map((k) => (
            <option key={k} value={k}>
              {t(`kind.${k}`)}
            </option>
          ))}
        </select>
      </label>
      <p>{t(`hint.${draft.kind}`)}</p>
      <datalist id="check-indicators">
        {indicators.data?.map((i) => (
          <option key={i.code} value={i.code}>
            {i.name[language]}
          </option>
        ))}
      </datalist>
      {draft.kind === 'expression' ? (
        <div className={styles.expression}>
          <label>
            {t('left')}
            <textarea
              name="left"
              rows={2}
              value={draft.left}
              onChange={(e) => set({ left: e.target.value })}
            />
          </label>
          <select
            name="operator"
            aria-label={t('operator')}
            value={draft.operator}
            onChange={(e) => set({ operator: OPERATORS.find((o) => o === e.target.value) ?? '=' })}
          >
            {OPERATORS.map((o) => (
              <option key={o}>{o}</option>
            ))}
          </select>
          <label>
            {t('right')}
            <textarea
              name="right"
              rows={2}
              value={draft.right}
              onChange={(e) => set({ right: e.target.value })}
            />
          </label>
        </div>
      ) : (
        <label>
          {t('indicator')}
          <input
            name="indicator"
            list="check-indicators"
            value={draft.indicator}
            onChange={(e) => set({ indicator: e.target.value.trim() })}
          />
        </label>
      )}
      <div className={styles.pair}>
        {FIELDS[draft.kind].map((field) => (
          <label key={field}>
            {t(`field.${field}`)}
            <input name={field} value={draft[field]} onChange={(e) => set({ [field]: e.target.value })} />
          </label>
        ))}
      </div>
      {draft.kind === 'parts' ? (
        <label className={styles.tick}>
          <input
            type="checkbox"
            checked={draft.missingAllowed}
            onChange={(e) => set({ missingAllowed: e.target.checked })}
          />
          {t('missingAllowed')}
        </label>
      ) : (
        <div className={styles.pair}>
          <label>
            {t('units')}
            <select
              name="units"
              value={everyUnit ? draft.units : 'codes'}
              onChange={(e) => set({ units: e.target.value === 'codes' ? '' : e.target.value })}
            >
              <option value="nation">{t('nation')}</option>
              <option value="each">{t('each')}</option>
              <option value="codes">{t('codes')}</option>
            </select>
          </label>
          {!everyUnit && (
            <label>
              {t('codes')}
              <input name="codes" value={draft.units} onChange={(e) => set({ units: e.target.value })} />
            </label>
          )}
        </div>
      )}
    </>
  )
}
