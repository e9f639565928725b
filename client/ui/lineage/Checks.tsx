import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { formatChange, formatNumber, momentText } from '../format/index.ts'
import { Mark } from '../marks.tsx'
import { useLanguage } from '../preferences.ts'
import styles from './lineage.module.css'

/** The checks that the number took part in, failed ones first, and what is being done about them. */
export function Checks({ data, now }: { data: LineageView; now: number }) {
  const { t } = useTranslation('checks')
  const language = useLanguage()
  if (!data.checks.length) return null
  const failed = data.checks.filter((c) => c.outcome === 'failed')
  const decimals = data.indicator.decimals + 2
  const number = (v: number | null) =>
    formatNumber(v, v !== null && Number.isInteger(v) ? 0 : decimals, language)
  return (
    <section className={styles.revisions} data-checks={data.checks.length} data-failed={failed.length}>
      <h4>
        {t('card.title')}
        {failed.length > 0 && <em className={styles.violet}>{t('card.failed', { count: failed.length })}</em>}
        <small>{t('card.of', { count: data.checks.length })}</small>
      </h4>
      <table>
        <thead>
          <tr>
            <th>{t('card.result')}</th>
            <th>{t('card.check')}</th>
            <th data-figure>{t('card.against')}</th>
            <th data-figure>{t('difference')}</th>
            <th data-figure>{t('allowed')}</th>
            <th data-figure>{t('card.at')}</th>
          </tr>
        </thead>
        <tbody>
          {data.checks.map((c) => (
            <tr key={c.rule.id} data-check={c.rule.code} data-outcome={c.outcome}>
              <td className={c.outcome === 'failed' ? styles.violet : undefined}>
                {c.outcome === 'failed' ? <Mark kind="disputed" /> : c.outcome === 'ok' ? '✓' : '–'}{' '}
                {t(`card.outcome.${c.outcome}`)}
              </td>
              <td>
                {c.rule.name[language]}
                {c.dispute && c.lastStep && (
                  <small>
                    {t('card.handling')}: {t(`step.${c.lastStep.kind}`)},{' '}
                    {momentText(c.lastStep.at, now, language)}
                  </small>
                )}
              </td>
              <td data-figure>{t('card.and', { left: number(c.left), right: number(c.right) })}</td>
              <td data-figure>
                <b>{c.difference === null ? '–' : formatChange(c.difference, decimals, language)}</b>
              </td>
              <td data-figure>{c.allowed === null ? '–' : `≤ ${number(c.allowed)}`}</td>
              <td data-figure>{momentText(c.at, now, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
