import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { useWallFeed } from '../../bridge/index.ts'
import { useCounts, useLink, useServerClock } from '../../live/index.ts'
import { questionOf, SceneStage, STANDING, useCanvas, useShown } from '../../scenes/index.ts'
import { clockText, useLanguage } from '../../ui/index.ts'
import { PrivacySign } from '../session/PrivacySign.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import { useAnswer } from './useAnswer.ts'
import { useRenewal } from './useRenewal.ts'
import { useUnit } from './useUnit.ts'
import styles from './wall.module.css'

const WallSpotlight = lazy(() =>
  import('../session/WallSpotlight.tsx').then((m) => ({ default: m.WallSpotlight })),
)
const HOUR = 3_600_000
const NIGHT = { from: 22, to: 5.5 }

/** The whole wall: the scene that belongs on it, or the point that is spotlighted. Runs for days; nobody touches it. */
export function Wall() {
  const u = useUnit()
  const feed = useWallFeed()
  const { shown, page } = useShown()
  useAnswer(shown, page)
  const spotlit = Boolean(feed.session?.wall.length) && (shown?.yields ?? true)
  const [unlit, setUnlit] = useState(false)
  // A point's picture that cannot be shown leaves the scene where it is.
  const covered = spotlit && !unlit
  const canvas = useCanvas()
  const document = shown?.document ?? STANDING
  const steering = {
    step: shown?.step ?? 0,
    held: shown?.held ?? false,
    together: canvas.spanned ? (shown?.since ?? 0) : null,
    turn: shown?.turn ?? null,
  }
  useRenewal()
  const now = useServerClock()
  const hour = ((((now + ZONE_OFFSET_MS) / HOUR) % 24) + 24) % 24
  const minute = Math.floor(now / 60_000)
  return (
    <div
      className={styles.screen}
      data-night={hour >= NIGHT.from || hour < NIGHT.to || undefined}
      data-drift={minute % 4}
    >
      <div className={styles.scene} hidden={covered}>
        <SceneStage
          key={document.key}
          document={document}
          question={shown ? questionOf(shown) : null}
          page={page}
          canvas={canvas}
          feed={feed}
          steering={steering}
          resting={covered}
        />
      </div>
      {spotlit && (
        <PartBoundary name="spotlight" of={feed.session?.wall[0]} quiet onFailed={setUnlit}>
          <Suspense fallback={null}>
            <WallSpotlight feed={feed} u={u} />
          </Suspense>
        </PartBoundary>
      )}
      <PrivacySign />
      <Simulated />
      <NoLink />
    </div>
  )
}

/** Simulated numbers say so on the whole screen, not in a corner. */
function Simulated() {
  const { t } = useTranslation('wall')
  const { counts } = useCounts()
  if (!counts?.simulated) return null
  return (
    <div className={styles.simulated} data-simulated="">
      <b>{t('simulated')}</b>
    </div>
  )
}

function NoLink() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const link = useLink()
  if (link.state === 'live') return null
  return (
    <p className={styles.noLink} data-link={link.state} role="status">
      {link.state === 'lost' ? t('noLinkSince', { time: clockText(link.since, language) }) : t('connecting')}
    </p>
  )
}
