import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { formatNumber } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import { useLineage } from './context.ts'
import styles from './lineage.module.css'

/** Of a computed number: the rule, how many parts were there, and each part with its own lineage. */
export function Parts({ data }: { data: LineageView }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const open = useLineage()
  const { computed: c } = data
  if (!c) return null
  return (
    <section className={styles.parts}>
      <h4>
        {t(`lineage.${c.method}`, { weight: c.weight ?? '' })} ·{' '}
        {t('lineage.partsThere', { parts: c.parts, of: c.partsOf })}
      </h4>
      {c.weightMissing && <p className={styles.none}>{t('weightMissing')}</p>}
      <ul>
        {c.units.map((u) => (
          <li key={`${u.unit}@${u.unitFrom}`}>
            <button
              type="button"
              onClick={() => open({ indicator: data.indicator.code, unit: u.unit, unitFrom: u.unitFrom })}
            >
              {u.name[language]}
            </button>
            <span>{formatNumber(u.value, 2, language)}</span>
            {c.method === 'wmean' && <small>× {formatNumber(u.weight, 1, language)}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}
