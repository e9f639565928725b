import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SilenceView } from '../../../shared/api/duty.ts'
import type { BoardRow } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'
import { LadderLine } from './LadderLine.tsx'
import styles from './panel.module.css'
import { instant, lasting } from './times.ts'

/** When a source was silent before, how long, and what was done each time. */
export function Silences({ row, now }: { row: BoardRow; now: number }) {
  const { t } = useTranslation('desk')
  const list = useQuery({
    queryKey: ['connection', row.id, 'silences', row.state],
    queryFn: () => api.get<SilenceView[]>(`/api/silences?connection=${encodeURIComponent(row.id)}&limit=5`),
  })
  if (!list.data?.length) return null
  return (
    <div className={styles.block} data-silences={list.data.length}>
      <h3>{t('silences.title')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('silences.since')}</th>
            <th>{t('silences.ended')}</th>
            <th>{t('silences.lasting')}</th>
            <th>{t('ladder.label')}</th>
          </tr>
        </thead>
        <tbody>
          {list.data.map(({ ladder, endedAt, endedAs }) => {
            const span = lasting((endedAt ?? now) - ladder.since)
            return (
              <tr key={ladder.since}>
                <td>{instant(ladder.since, now)}</td>
                <td>
                  {endedAt === null
                    ? t('silences.open')
                    : `${instant(endedAt, now)}, ${t(`state.${endedAs ?? 'up'}`)}`}
                </td>
                <td>{t(`unit.${span.unit}`, { count: span.count })}</td>
                <td>
                  <LadderLine
                    ladder={endedAt === null ? ladder : { ...ladder, acknowledgedAt: endedAt }}
                    now={now}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
