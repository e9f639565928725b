import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { IndicatorView, SectionView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { LiveView } from '../../live/index.ts'
import styles from './data.module.css'
import type { IndicatorGroup } from './indicatorFilter.ts'
import { NationalValue } from './NationalValue.tsx'

type Props = {
  groups: readonly IndicatorGroup[]
  sections: readonly SectionView[]
  view: LiveView
  /** Codes that some source sends. */
  supplied: ReadonlySet<string>
  language: Language
}

/** Indicators by section and owner, each with its present national value. */
export function IndicatorList({ groups, sections, view, supplied, language }: Props) {
  const { t } = useTranslation('data')
  return (
    <div className={styles.list} data-part="list">
      <table className={styles.table}>
        <thead>
          <tr>
            {['code', 'name', 'value', 'measure', 'asOf', 'freshness', 'period', 'level'].map((c) => (
              <th key={c} data-column={c}>
                {t(`column.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ section, owners }) => (
          <tbody key={section} data-section={section}>
            <tr className={styles.section}>
              <th colSpan={8} scope="rowgroup">
                {section}. {sections.find((s) => s.no === section)?.name[language]}
              </th>
            </tr>
            {owners.map(({ code, indicators }) => [
              <tr key={`${code}-owner`} className={styles.owner} data-owner={code}>
                <th colSpan={8} scope="rowgroup">
                  {indicators[0]?.owner[language]}
                </th>
              </tr>,
              ...indicators.map((i) => (
                <IndicatorLine
                  key={i.code}
                  indicator={i}
                  view={view}
                  supplied={supplied.has(i.code)}
                  language={language}
                />
              )),
            ])}
          </tbody>
        ))}
      </table>
    </div>
  )
}

const IndicatorLine = memo(function IndicatorLine({
  indicator,
  view,
  supplied,
  language,
}: {
  indicator: IndicatorView
  view: LiveView
  supplied: boolean
  language: Language
}) {
  const { t } = useTranslation('data')
  return (
    <tr data-indicator={indicator.code}>
      <td className={styles.code}>{indicator.code}</td>
      <td className={styles.name}>
        <Link to={`/data/${encodeURIComponent(indicator.code)}`}>{indicator.name[language]}</Link>
      </td>
      <NationalValue view={view} indicator={indicator} supplied={supplied} language={language} />
      <td className={styles.soft}>{t(`periodName.${indicator.period}`)}</td>
      <td className={styles.soft}>{t(`levelName.${indicator.level}`)}</td>
    </tr>
  )
})
