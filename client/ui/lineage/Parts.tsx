import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { formatNumber } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import { useLineage } from './context.ts'
import styles from './lineage.module.css'
import { partDecimals, precise } from './precise.ts'

/** Of a computed number: the rule, and every part of it as a tree, each with its own card. */
export function Parts({ data }: { data: LineageView }) {
  const { t } = useTranslation('lineage')
  const language = useLanguage()
  const open = useLineage()
  const { computed: c } = data
  if (!c) return null
  const decimals = partDecimals(c)
  return (
    <section className={styles.parts} data-parts={c.parts}>
      <h4>
        {t('how')} <small>{t('partsThere', { parts: c.parts, of: c.partsOf })}</small>
      </h4>
      {c.weightMissing && <p className={styles.none}>{t('weightMissing', { weight: c.weight ?? '' })}</p>}
      <p className={styles.whole}>
        <b>{t(c.method, { weight: c.weight ?? '' })}</b>
        <b>{precise(data, language)}</b>
      </p>
      <ul>
        {c.units.map((u) => (
          <li key={`${u.unit}@${u.unitFrom}`}>
            <button
              type="button"
              onClick={() => open({ indicator: data.indicator.code, unit: u.unit, unitFrom: u.unitFrom })}
            >
              {u.name[language]}
            </button>
            {c.method === 'wmean' && <small>× {formatNumber(u.weight, 1, language)}</small>}
            <span>{formatNumber(u.value, decimals, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
