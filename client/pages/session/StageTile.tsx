import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import { type CallState, Picture } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './stage.module.css'

type Props = { point: BridgePointView | null; state: CallState | null; onFocus(point: string): void }

/** One small picture with its name under it, never over the face; pressing it makes it large on this page. */
export function StageTile({ point, state, onFocus }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  if (!point || !state) return null
  const own = point.id === state.point
  const remote = state.remotes.get(point.id)
  const chair = point.role === 'chair'
  return (
    <button
      type="button"
      className={styles.tile}
      disabled={chair}
      onClick={() => onFocus(point.id)}
      data-tile={point.id}
    >
      <Picture
        stream={own ? (state.camera ? state.local : null) : (remote?.stream ?? null)}
        attach={own ? undefined : remote?.attach}
        muted={own || point.muted}
        label={point.name[language]}
        point={own ? 'self' : point.id}
      />
      <span data-state={point.state}>
        {chair ? t('chair') : point.name[language]}
        {chair
          ? `, ${t(point.muted || !point.microphone ? 'session.microphoneClosed' : 'session.microphoneOpen')}`
          : point.state !== 'joined' && `, ${t(`state.${point.state}`)}`}
        {point.drawn && <em>{t('simulatedShort')}</em>}
      </span>
    </button>
  )
}
