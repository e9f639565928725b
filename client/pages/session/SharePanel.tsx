import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import type { Call, CallState } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './operator.module.css'
import { duration } from './rollCall.ts'
import { ShareButton } from './ShareButton.tsx'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  session: BridgeView
  call: Call | null
  state: CallState | null
  now: number
  actions: SessionActions
}

/** Who would share a screen, who does: one at a time, let by whoever runs the session. */
export function SharePanel({ session, call, state, now, actions }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const { share } = session.room
  const nameOf = (id: string) => session.points.find((p) => p.id === id)?.name[language] ?? ''
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  return (
    <section className={styles.pane} aria-label={t('share.title')} data-pane="share" tabIndex={-1}>
      <h2>
        {t('share.title')}
        <small>{share.point ? t('share.shares', { name: nameOf(share.point) }) : t('share.nobody')}</small>
      </h2>
      <ul className={styles.list}>
        {share.point && (
          <li data-sharing={share.point}>
            <span>{nameOf(share.point)}</span>
            <time>{duration(now - (share.since ?? now))}</time>
            <button type="button" onClick={() => actions.share.mutate(null)} data-action="share-take">
              {t('share.take')}
            </button>
          </li>
        )}
        {share.asks.map((ask) => (
          <li key={ask.point} data-share-ask={ask.point}>
            <span>{t('share.asks', { name: nameOf(ask.point) })}</span>
            <time>{duration(now - ask.at)}</time>
            <button
              type="button"
              onClick={() => actions.share.mutate(ask.point)}
              data-action="share-grant"
              className={styles.primary}
            >
              {t('share.grant')}
            </button>
          </li>
        ))}
      </ul>
      {inside && call && state.point === session.chair && (
        <div className={styles.row}>
          {share.point !== session.chair && (
            <button type="button" onClick={() => actions.share.mutate(session.chair)} data-action="share-own">
              {t('share.own')}
            </button>
          )}
          <ShareButton call={call} state={state} session={session} granted />
        </div>
      )}
    </section>
  )
}
