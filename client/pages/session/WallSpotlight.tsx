import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Picture, type WallFeed } from '../../bridge/index.ts'
import { useLink, useServerClock } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { FloorClock } from './FloorClock.tsx'
import { PointMark } from './PointMark.tsx'
import { RecordingMark } from './RecordingMark.tsx'
import { countRoll, duration, pictureOf, timeOfDay } from './rollCall.ts'
import { WallNumbers } from './WallNumbers.tsx'
import styles from './wall.module.css'

const WallPlace = lazy(() => import('./WallPlace.tsx'))

/**
 * The whole wall while a point is spotlighted: its picture and its province's numbers. Sizes are in `--u`.
 * The wall page mounts it while `feed.session?.spotlight` is set, with the feed of its own useWallFeed().
 */
export function WallSpotlight({ feed, u }: { feed: WallFeed; u: number }) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const now = useServerClock()
  const link = useLink()
  const { session, stream, attach } = feed
  const point = session?.points.find((p) => p.id === session.spotlight)
  if (!session || !point) return null
  const counts = countRoll(session.points)
  const away = point.state !== 'joined' && point.state !== 'weak'
  const day = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    timeZone: 'Asia/Ho_Chi_Minh',
  })
  return (
    <main className={styles.wall} data-scene="session" data-spotlight={point.id} data-unit={point.unit}>
      <header className={styles.head}>
        <div>
          <p>{t('wall.title')}</p>
          <h1>{session.title}</h1>
        </div>
        <p className={styles.count}>
          <strong>{duration(now - session.openedAt)}</strong>
          {t('wall.length')}
        </p>
        <p className={styles.count} data-metric="points-present">
          <strong>
            {counts.present}
            <i>/{counts.points}</i>
          </strong>
          {t('wall.present')}
        </p>
        <p className={styles.clock}>
          <strong>{timeOfDay(now)}</strong>
          {day.format(now)}
        </p>
      </header>
      <section className={styles.air}>
        <div className={styles.frame}>
          <Picture
            stream={stream}
            attach={attach}
            muted
            label={point.name[language]}
            point={point.id}
            className={styles.picture}
          />
          <p className={styles.tag} data-away={away || undefined}>
            {t(away || session.held || link.state === 'lost' ? 'wall.notLive' : 'wall.live')}
          </p>
          {point.quality && !away && (
            <p className={styles.quality}>
              {t('wall.quality', {
                picture: pictureOf(point),
                delay: point.quality.roundTripMs,
                loss: point.quality.lossPercent.toLocaleString(language, { maximumFractionDigits: 1 }),
              })}
            </p>
          )}
          <div className={styles.recording}>
            <RecordingMark since={session.recording} now={now} sound={false} />
          </div>
          {point.drawn && <p className={styles.caption}>{t('simulated')}</p>}
        </div>
        <div className={styles.name}>
          <h2>{point.name[language]}</h2>
          <p data-state={point.state}>
            <PointMark state={point.state} size={22 * u} /> {t(`state.${point.state}`)}
          </p>
          {session.floor?.point === point.id ? (
            <FloorClock floor={session.floor} now={now} />
          ) : (
            <time>{duration(now - point.since)}</time>
          )}
        </div>
        <ul className={styles.roll}>
          {session.points
            .filter((p) => p.role === 'point')
            .slice(0, 4)
            .map((p) => (
              <li key={p.id} data-state={p.state}>
                <PointMark state={p.state} size={22 * u} />
                <strong>{p.name[language]}</strong>
                <span>{t(p.id === point.id ? 'wall.onAir' : `state.${p.state}`)}</span>
              </li>
            ))}
        </ul>
      </section>
      <section className={styles.province}>
        <WallNumbers unit={point.unit} u={u} />
        <div className={styles.place}>
          <Suspense>
            <WallPlace point={point} u={u} />
          </Suspense>
        </div>
      </section>
    </main>
  )
}
