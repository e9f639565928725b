import { useTranslation } from 'react-i18next'
import { faultsOf, toneOf } from '../../../shared/screen-fault.ts'
import type { ScreenState } from '../../../shared/wall.ts'
import { useServerClock } from '../../live/index.ts'
import { formatNumber, minuteText, momentText, useLanguage } from '../../ui/index.ts'
import styles from './tiles.module.css'

/** A page hands in a small picture every minute: one older than this is not how the screen looks now. */
const OLD_MS = 150_000

type Props = { screen: ScreenState; selected: boolean; onSelect(): void; aspect?: number | undefined }

/** One screen as it is: its last picture, what it shows, how it does. */
export function ScreenTile({ screen, selected, onSelect, aspect }: Props) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const { health, id, name, connected, scene, lagMs, thumbnailAt } = screen
  const now = useServerClock()
  const [fault] = faultsOf(screen, now)
  const tone = toneOf(fault)
  const n = (value: number, decimals = 0) => formatNumber(value, decimals, language)
  const picture = (element: HTMLElement | null) => {
    if (element && aspect) element.style.setProperty('--aspect', `${aspect}`)
  }
  return (
    <button
      type="button"
      className={styles.tile}
      data-tile={id}
      data-tone={tone}
      data-connected={connected}
      aria-pressed={selected}
      onClick={onSelect}
    >
      <span className={styles.picture} ref={picture}>
        {thumbnailAt ? (
          <img src={`/api/screens/${id}/picture?at=${thumbnailAt}`} alt="" />
        ) : (
          <em>{t('noPicture')}</em>
        )}
        {thumbnailAt !== null && now - thumbnailAt > OLD_MS && (
          <b className={styles.flag} data-old-picture="">
            {t('pictureOf', { time: momentText(thumbnailAt, now, language) })}
          </b>
        )}
        {screen.overlay.blank && <b className={styles.flag}>{t('isBlank')}</b>}
        {screen.overlay.notice && <b className={styles.flag}>{t('hasNotice')}</b>}
      </span>
      <span className={styles.tileName}>
        <b>{name}</b>
        <small>{id}</small>
      </span>
      <span className={styles.tileState}>
        <i data-shape={tone ?? 'up'} aria-hidden="true" />
        {fault ? t(`fault.${fault}`) : t('up')}
        <span>
          {connected
            ? scene || t('sceneNone')
            : t('since', { time: minuteText(screen.lastSeenAt, language) })}
        </span>
      </span>
      {connected && health && (
        <span className={styles.tileFigures}>
          <span>{t('fps', { n: n(health.framesPerSecond) })}</span>
          {lagMs !== null && <span>{t('lag', { n: n(lagMs / 1_000, 1) })}</span>}
          {health.heapMb !== null && <span>{t('mb', { n: n(health.heapMb) })}</span>}
        </span>
      )}
    </button>
  )
}
