import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { formatChange, formatNumber, momentText } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './lineage.module.css'
import { decimalsOf } from './precise.ts'

type Props = { data: LineageView; now: number; lastSeen: number | null }

/** Everything ever said about this series and time, newest first: nothing is deleted, nothing written over. */
export function Revisions({ data, now, lastSeen }: Props) {
  const { t } = useTranslation('lineage')
  const language = useLanguage()
  const decimals = Math.max(0, ...data.revisions.map((r) => decimalsOf(r.value)))
  return (
    <section className={styles.revisions}>
      <h4>
        {t('revisions')} <small>{t('nothingLost')}</small>
      </h4>
      <table>
        <thead>
          <tr>
            <th>{t('times')}</th>
            <th>{t('recordedAt')}</th>
            <th data-figure>{t('old')}</th>
            <th data-figure>{t('new')}</th>
            <th data-figure>{t('change')}</th>
            <th>{t('why')}</th>
          </tr>
        </thead>
        <tbody>
          {data.revisions.map((r) => {
            const fresh = lastSeen !== null && r.recordedAt > lastSeen
            return (
              <tr key={`${r.message}/${r.row}`} data-revision={r.revision} data-fresh={fresh || undefined}>
                <td>{r.revision + 1}</td>
                <td>{momentText(r.recordedAt, now, language)}</td>
                <td data-figure>{formatNumber(r.before, decimals, language)}</td>
                <td data-figure>
                  <b>{formatNumber(r.value, decimals, language)}</b>
                </td>
                <td data-figure>
                  {r.before === null ? '' : formatChange(r.value - r.before, decimals, language)}
                </td>
                <td>
                  {fresh && <em>{t('sinceLast')}</em>}
                  {r.note ?? t(r.before === null ? 'first' : 'noReason')}
                  <small>
                    {[
                      t(`status.${r.status}`),
                      t(`entry.${r.entry}`),
                      r.sentBy ?? r.connection,
                      r.fileName,
                      r.repairedBy && t('repairedBy', { who: r.repairedBy.replace(/^account:/, '') }),
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </small>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
