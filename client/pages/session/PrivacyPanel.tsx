import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PrivacyView } from '../../../shared/api/bridge.ts'
import { CLASSIFICATIONS, type Classification } from '../../../shared/room.ts'
import { api } from '../../api/index.ts'
import { Problem } from '../../ui/index.ts'
import styles from './operator.module.css'

/** How far each screen of the room shows while points from outside look in. */
export function PrivacyPanel({ outside }: { outside: boolean }) {
  const { t } = useTranslation('bridge')
  const queries = useQueryClient()
  const key = ['privacy', outside]
  const { data, error } = useQuery({ queryKey: key, queryFn: () => api.get<PrivacyView>('/api/privacy') })
  const set = useMutation({
    mutationFn: ({ id, level }: { id: number; level: Classification }) =>
      api.put<PrivacyView>(`/api/privacy/screens/${id}`, { level }),
    onSuccess: (view) => queries.setQueryData(key, view),
  })
  return (
    <section className={styles.pane} aria-label={t('privacy.title')} data-pane="privacy" tabIndex={-1}>
      <h2>
        {t('privacy.title')}
        <small>{t(data?.outside ? 'privacy.inForce' : 'privacy.notInForce')}</small>
      </h2>
      <p className={styles.how}>{t('privacy.how')}</p>
      <Problem error={error ?? set.error} />
      <ul className={styles.list}>
        {data?.screens.map((s) => (
          <li key={s.id} data-screen={s.id}>
            <span>{s.name}</span>
            <small>{t('privacy.hides', { count: s.hidden })}</small>
            <select
              value={s.level}
              aria-label={t('privacy.level', { name: s.name })}
              onChange={(e) => {
                const level = CLASSIFICATIONS.find((c) => c === e.target.value)
                if (level) set.mutate({ id: s.id, level })
              }}
            >
              {CLASSIFICATIONS.map((c) => (
                <option key={c} value={c}>
                  {t(`privacy.upTo.${c}`)}
                </option>
              ))}
            </select>
          </li>
        ))}
        {data && !data.screens.length && <li>{t('privacy.noScreens')}</li>}
      </ul>
    </section>
  )
}
