import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { QuarantineView } from '../../../shared/api/intake.ts'

import type { Language } from '../../../shared/vocabulary.ts'
import styles from './panel.module.css'
import { instant } from './times.ts'

type Props = { connection: string; rows: readonly QuarantineView[] | null; now: number; language: Language }

/** Rows kept for repair, each with its code and the reason in words. */
export function RefusedRows({ connection, rows, now, language }: Props) {
  const { t } = useTranslation('desk')
  return (
    <div className={styles.block}>
      <h3>
        {t('panel.quarantine')}
        {rows !== null && rows.length > 0 && (
          <>
            {' · '}
            <Link to={`/quarantine?connection=${encodeURIComponent(connection)}`}>{t('panel.repair')}</Link>
          </>
        )}
      </h3>
      {rows === null && <p>{t('panel.loading')}</p>}
      {rows?.length === 0 && <p>{t('panel.quarantineNone')}</p>}
      {rows !== null && rows.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('panel.receivedAt')}</th>
              <th data-column="row">{t('panel.row')}</th>
              <th>{t('panel.code')}</th>
              <th>{t('panel.reason')}</th>
              <th>{t('panel.content')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.id} data-quarantine={r.id} data-code={r.code}>
                <td>{instant(r.recordedAt, now)}</td>
                <td className={styles.figure}>{r.row}</td>
                <td>{r.code}</td>
                <td className={styles.reason}>
                  {r.reason[language]}
                  {r.field && ` (${r.field})`}
                </td>
                <td className={styles.content} title={r.content}>
                  {r.content}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
