import { lazy, Suspense, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { WallFeed } from '../../bridge/index.ts'
import { useLink, useServerClock } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { PartBoundary } from '../wall/PartBoundary.tsx'
import { FloorClock } from './FloorClock.tsx'
import { PointMark } from './PointMark.tsx'
import { RecordingMark } from './RecordingMark.tsx'
import { Ring } from './Ring.tsx'
import { countRoll, duration, pictureOf, timeOfDay } from './rollCall.ts'
import { usePointer } from './usePointer.ts'
import { WallNumbers } from './WallNumbers.tsx'
import { WallPictures } from './WallPictures.tsx'
import styles from './wall.module.css'

const WallPlace = lazy(() => import('./WallPlace.tsx'))

/** Which of the sizes a title stands whole in: one line, two, or two of smaller letters. */
const titleSize = (title: string) => (title.length > 120 ? 'most' : title.length > 40 ? 'more' : undefined)

/**
 * The whole wall while a session is on it, in the layout that whoever directs chose. Sizes are in `--u`.
 * The wall page mounts it while `feed.session?.wall` names somebody, with the feed of its own useWallFeed().
 */
export function WallSpotlight({ feed, u }: { feed: WallFeed; u: number }) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const now = useServerClock()
  const link = useLink()
  const province = useRef<HTMLElement>(null)
  const mark = usePointer()
  const { session, remotes } = feed
  const [large] = session?.wall ?? []
  const point = session?.points.find((p) => p.id === large)
  if (!session || !point) return null
  const { kind } = session.room.wall
  const numbers = kind === 'data' || kind === 'tour'
  const sharer = kind === 'share'
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
    <main
      className={styles.wall}
      data-scene="session"
      data-spotlight={point.id}
      data-unit={point.unit}
      data-wall-layout={kind}
      data-wide={numbers ? undefined : ''}
    >
      <header className={styles.head}>
        <div>
          <p>{t('wall.title')}</p>
          <h1 data-long={titleSize(session.title)}>{session.title}</h1>
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
          <WallPictures session={session} remotes={remotes} named />
          <p className={styles.tag} data-away={away || undefined}>
            {t(
              away || session.held || link.state === 'lost'
                ? 'wall.notLive'
                : sharer
                  ? 'share.onWall'
                  : 'wall.live',
            )}
          </p>
          {point.quality && !away && kind !== 'grid' && kind !== 'pip' && (
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
          {session.points.some((p) => p.drawn && session.wall.includes(p.id)) && (
            <p className={styles.caption}>{t('simulated')}</p>
          )}
        </div>
        {kind !== 'grid' && (
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
        )}
        {numbers && (
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
        )}
      </section>
      {numbers && (
        <section ref={province} className={styles.province}>
          <WallNumbers unit={point.unit} u={u} />
          <div className={styles.place}>
            <PartBoundary name="place" of={point.id}>
              <Suspense>
                <WallPlace point={point} u={u} />
              </Suspense>
            </PartBoundary>
          </div>
          <div className={styles.ring}>
            <Ring
              field={province}
              mark={mark?.unit === point.unit ? mark : null}
              label={t('pointer.chair')}
            />
          </div>
        </section>
      )}
    </main>
  )
}
