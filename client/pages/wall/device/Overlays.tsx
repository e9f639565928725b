import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { serverNow, useAt, useServerClock } from '../../../live/index.ts'
import { dayText, minuteText, useLanguage } from '../../../ui/index.ts'
import styles from './device.module.css'
import { deviceStore } from './self.ts'
import { TestPicture } from './TestPicture.tsx'

/** What lies over the picture of a screen: a notice, its name in large, a test picture, the dark. */
export function Overlays() {
  const { overlay, testPicture } = useStore(deviceStore)
  return (
    <>
      {testPicture && <TestPicture />}
      <Kept />
      <Notice />
      <Identity />
      {overlay.blank && <div className={styles.blank} data-blank="" />}
    </>
  )
}

/** The wall came back without its server: its numbers are those of before. */
function Kept() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const at = useStore(deviceStore, (s) => s.keptAt)
  if (at === null) return null
  const time = `${minuteText(at, language)} ${dayText(at, language)}`
  return (
    <p className={styles.kept} data-kept={at} role="status">
      {t('device.kept', { time })}
    </p>
  )
}

function Notice() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const notice = useStore(deviceStore, (s) => s.overlay.notice)
  const over = useAt(notice?.until ?? null)
  if (!notice || over) return null
  return (
    <aside className={styles.notice} data-notice={notice.tone} role="alert">
      <b>{t(`device.tone.${notice.tone}`)}</b>
      <p>{notice.text}</p>
      <time>{minuteText(notice.at, language)}</time>
    </aside>
  )
}

function Identity() {
  const { t } = useTranslation('wall')
  const { self, identifyUntil } = useStore(deviceStore)
  const now = useServerClock()
  if (!self || identifyUntil <= Math.min(now, serverNow())) return null
  const { place } = self
  return (
    <div className={styles.identity} data-identity={self.id}>
      <strong>{self.id}</strong>
      <p>{self.name}</p>
      {self.group && <p>{self.group}</p>}
      {place && (
        <p>{t('device.place', { wall: place.name, row: place.row + 1, column: place.column + 1 })}</p>
      )}
    </div>
  )
}
