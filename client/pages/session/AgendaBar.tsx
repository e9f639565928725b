import { useTranslation } from 'react-i18next'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './agenda.module.css'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  agenda: BookingView['agenda']
  session: BridgeView
  mayDirect: boolean
  actions: SessionActions
}

/** Where the session stands in its agenda; the chair goes on to the next item here. */
export function AgendaBar({ agenda, session, mayDirect, actions }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const at = session.item
  const item = at === null ? undefined : agenda[at]
  const go = (next: number | null) => actions.item.mutate(next)
  return (
    <nav className={styles.bar} aria-label={t('agenda.title')} data-agenda={at ?? ''}>
      <p>
        <small>
          {t('agenda.title')} {at === null ? `0/${agenda.length}` : `${at + 1}/${agenda.length}`}
        </small>
        <strong>{item?.title ?? t('agenda.none')}</strong>
        {item?.unit && <small>{t('agenda.reports', { name: item.unit.name[language] })}</small>}
      </p>
      {mayDirect && (
        <>
          <button
            type="button"
            disabled={at === null}
            aria-label={t('agenda.back')}
            onClick={() => go(at === null || at === 0 ? null : at - 1)}
          >
            ‹
          </button>
          <button
            type="button"
            disabled={at !== null && at >= agenda.length - 1}
            aria-label={t('agenda.next')}
            data-action="next-item"
            onClick={() => go(at === null ? 0 : at + 1)}
          >
            ›
          </button>
        </>
      )}
    </nav>
  )
}
