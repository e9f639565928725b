import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ReadinessBoard as Board, READINESS_ITEMS } from '../../../shared/api/readiness.ts'
import { api } from '../../api/index.ts'
import { useSignal } from '../../live/index.ts'
import { Problem, untilText, useLanguage } from '../../ui/index.ts'
import { ItemMark } from './ItemMark.tsx'
import styles from './readiness.module.css'
import { adviceKey, measured } from './words.ts'

const AGAIN_MS = 15_000
type Of = { booking: string } | { session: string }
const pathOf = (of: Of) =>
  'booking' in of ? `/api/bookings/${of.booking}/readiness` : `/api/bridge/${of.session}/readiness`

/** Who is ready of how many, kept new. */
export function useReadinessBoard(of: Of, enabled = true) {
  const query = useQuery({
    queryKey: ['bookings', 'readiness', of],
    queryFn: () => api.get<Board>(pathOf(of)),
    refetchInterval: AGAIN_MS,
    enabled,
  })
  useSignal('bookings', () => void query.refetch())
  return query
}

/** Each point's checklist, the worst first, with what was measured and what to do. */
export function ReadinessBoard({ of, now }: { of: Of; now: number }) {
  const { t } = useTranslation('readiness')
  const language = useLanguage()
  const { data, error } = useReadinessBoard(of)
  return (
    <section className={styles.board} data-board={data ? `${data.ready}/${data.expected}` : undefined}>
      <h3>
        {t('title')}
        {data && <small>{t('count', { ready: data.ready, count: data.expected })}</small>}
      </h3>
      <Problem error={error} />
      <table>
        <thead>
          <tr>
            <th>{t('point')}</th>
            {READINESS_ITEMS.map((item) => (
              <th key={item}>{t(`item.${item}`)}</th>
            ))}
            <th>{t('tested')}</th>
            <th>{t('todo')}</th>
          </tr>
        </thead>
        <tbody>
          {data?.rows.map((row) => (
            <tr key={row.unit.code} data-ready-unit={row.unit.code} data-state={row.state}>
              <td>{row.unit.name[language]}</td>
              {row.items.map(({ item, state }) => (
                <td key={item} data-item={item} data-state={state}>
                  <span>
                    <ItemMark state={state} /> {t(`state.${state}`)}
                  </span>
                  <small>
                    {row.facts &&
                      measured(item, row.facts, language, (key, figures) => t(key, figures ?? {}))}
                  </small>
                </td>
              ))}
              <td>
                {row.at ? untilText(row.at, now, language) : '–'}
                <small>{row.device}</small>
              </td>
              <td>
                <ul>
                  {row.at === null && <li>{t('advice.notTested')}</li>}
                  {row.items.map(
                    ({ item, why, state }) =>
                      (why && <li key={item}>{t(adviceKey(item, why))}</li>) ||
                      (row.at !== null && state === 'untested' && (
                        <li key={item}>{t(`advice.${item}.untested`)}</li>
                      )),
                  )}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
