import { useTranslation } from 'react-i18next'
import { Picture } from '../../bridge/index.ts'
import { useServerClock } from '../../live/index.ts'
import { FloorClock } from '../../pages/session/FloorClock.tsx'
import { useLanguage } from '../../ui/index.ts'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import held from '../session.module.css'
import { Nothing } from './Nothing.tsx'

/** The spotlighted point's picture as one part among others; without one it says so. */
export default function SpotlightPart({ part, feed }: PartProps<'spotlight'>) {
  const { t } = useTranslation(['scenes', 'bridge'])
  const language = useLanguage()
  const now = useServerClock()
  const { session, stream, attach } = feed
  const point = session?.points.find((p) => p.id === session.spotlight)
  return (
    <section className={held.spotlight} data-spotlight-part={point?.id ?? ''}>
      <div>
        {point ? (
          <Picture
            stream={stream}
            attach={attach}
            muted
            label={point.name[language]}
            point={point.id}
            className={held.picture}
          />
        ) : (
          <Nothing said={t(session ? 'part.noSpotlight' : 'part.noSession')} />
        )}
        {point?.drawn && <em>{t('bridge:simulated')}</em>}
      </div>
      <h2 className={styles.title}>
        {point?.name[language] ?? part.title?.[language] ?? session?.title ?? ''}
        {session?.floor && point && session.floor.point === point.id && (
          <FloorClock floor={session.floor} now={now} />
        )}
      </h2>
    </section>
  )
}
