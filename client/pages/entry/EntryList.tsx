import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../shared/api/entry.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Problem, periodText } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { Decide } from './Decide.tsx'
import { EntryRows } from './EntryRows.tsx'
import styles from './entry.module.css'

/** Others type and decide while the page is open. */
const AGAIN_MS = 5_000
const OLD_MS = 7 * 86_400_000

type Props = { connection: string; language: Language; account: number }

/** The last entries and what became of them; one that waits is confirmed here by another person. */
export function EntryList({ connection, language, account }: Props) {
  const { t } = useTranslation('entry')
  const list = useQuery({
    queryKey: ['entry', 'list', connection],
    queryFn: () => api.get<EntryView[]>(`/api/entries?connection=${encodeURIComponent(connection)}`),
    refetchInterval: AGAIN_MS,
  })
  return (
    <aside className={styles.list}>
      <h2>{t('list')}</h2>
      <Problem error={list.error} />
      {list.data?.length === 0 && <p className={styles.none}>{t('listNone')}</p>}
      <ol>
        {list.data?.map((e) => (
          <li key={e.id} data-entry={e.id} data-state={e.state}>
            <details open={e.state === 'pending'}>
              <summary>
                <b>{t(`state.${e.state}`)}</b>
                <span>
                  {t('count', { count: e.rows.length })}, {timeOf(e, language)}
                </span>
                <small>
                  {e.writtenBy.name}, {dayAndClock(e.writtenAt)}
                  {e.state === 'pending' && serverNow() - e.writtenAt > OLD_MS && <i>. {t('old')}</i>}
                </small>
              </summary>
              <EntryRows rows={e.rows} language={language} />
              {e.decided && e.twoPersons && (
                <p>
                  {t(`decided.${e.state === 'submitted' ? 'confirmed' : e.state}`, {
                    who: e.decided.by.name,
                    when: dayAndClock(e.decided.at),
                  })}
                  {e.decided.reason && `: ${e.decided.reason}`}
                </p>
              )}
              {e.submitted && (
                <p data-message={e.submitted.message}>
                  {t('submitted', { ...e.submitted, when: dayAndClock(e.submitted.at) })}
                </p>
              )}
              {e.state === 'pending' && (
                <Decide entry={e.id} own={e.writtenBy.id === account} connection={connection} />
              )}
            </details>
          </li>
        ))}
      </ol>
    </aside>
  )
}

function timeOf({ rows }: EntryView, language: Language): string {
  const [first] = rows
  if (first?.period) return periodText(first.period, language)
  return first?.at ? dayAndClock(Date.parse(first.at)) : ''
}
