import { useTranslation } from 'react-i18next'
import type { IndicatorView, SectionView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { SearchField, StatusFilter } from '../../ui/index.ts'
import styles from './data.module.css'
import { type IndicatorFilter, NO_FILTER } from './indicatorFilter.ts'

type Props = {
  filter: IndicatorFilter
  indicators: readonly IndicatorView[]
  sections: readonly SectionView[]
  found: number
  language: Language
  onChange(change: Partial<IndicatorFilter>): void
}

/** Text, section, owner, level, supplied or not; kept in the page's address. */
export function IndicatorFilters({ filter, indicators, sections, found, language, onChange }: Props) {
  const { t } = useTranslation('data')
  const owners = new Map(indicators.map((i) => [i.ownerCode, i.owner[language]]))
  const levels = [...new Set(indicators.map((i) => i.level))]
  const collator = new Intl.Collator(language)
  const filtered = Object.entries(NO_FILTER).some(([key, value]) => Reflect.get(filter, key) !== value)
  return (
    <div className={styles.filters}>
      <SearchField
        name="text"
        value={filter.text}
        aria-label={t('searchLabel')}
        placeholder={t('search')}
        onChange={(text) => onChange({ text })}
      />
      <select
        name="section"
        aria-label={t('section')}
        value={filter.section ?? ''}
        onChange={(e) => onChange({ section: Number(e.target.value) || null })}
      >
        <option value="">{t('allSections')}</option>
        {sections.map((s) => (
          <option key={s.no} value={s.no}>
            {s.no}. {s.name[language]}
          </option>
        ))}
      </select>
      <select
        name="owner"
        aria-label={t('owner')}
        value={filter.owner ?? ''}
        onChange={(e) => onChange({ owner: e.target.value || null })}
      >
        <option value="">{t('allOwners')}</option>
        {[...owners]
          .sort(([, a], [, b]) => collator.compare(a, b))
          .map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
      </select>
      <select
        name="level"
        aria-label={t('level')}
        value={filter.level ?? ''}
        onChange={(e) => onChange({ level: e.target.value || null })}
      >
        <option value="">{t('allLevels')}</option>
        {levels.map((level) => (
          <option key={level} value={level}>
            {t(`levelName.${level}`)}
          </option>
        ))}
      </select>
      <select
        name="supplied"
        aria-label={t('supplied')}
        value={filter.supplied}
        onChange={(e) =>
          onChange({
            supplied: (['supplied', 'missing'] as const).find((s) => s === e.target.value) ?? 'all',
          })
        }
      >
        <option value="all">{t('suppliedAll')}</option>
        <option value="supplied">{t('suppliedYes')}</option>
        <option value="missing">{t('suppliedNo')}</option>
      </select>
      <StatusFilter value={filter.status} onChange={(status) => onChange({ status })} />
      <span data-metric="indicators-found">{t('found', { count: found, total: indicators.length })}</span>
      {filtered && (
        <button type="button" onClick={() => onChange(NO_FILTER)}>
          {t('clear')}
        </button>
      )}
    </div>
  )
}
