import { useTranslation } from 'react-i18next'
import { PointMark } from '../../pages/session/PointMark.tsx'
import { useLanguage } from '../../ui/index.ts'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import held from '../session.module.css'
import { Nothing } from './Nothing.tsx'

/** Who is in the session that belongs on the wall, who asks for the floor, whose line is weak. */
export function RollPart({ part, feed, box, u }: PartProps<'roll'>) {
  const { t } = useTranslation(['scenes', 'bridge'])
  const language = useLanguage()
  const { session } = feed
  const points = session?.points.filter((p) => p.role === 'point') ?? []
  const present = points.filter((p) => p.state === 'joined' || p.state === 'weak').length
  const columns = Math.max(1, Math.floor(box.w / u / 290))
  return (
    <section className={held.roll} data-roll={session?.id ?? ''}>
      <h2 className={styles.title}>
        {part.title?.[language] ?? t('part.roll')}
        {session && <small>{t('part.present', { there: present, of: points.length })}</small>}
      </h2>
      {!session && <Nothing said={t('part.noSession')} />}
      <ul style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {points.map((p) => (
          <li key={p.id} data-state={p.state} data-hand={p.hand !== null || undefined}>
            <PointMark state={p.state} size={22 * u} />
            <strong>{p.name[language]}</strong>
            <span>
              {t(
                session?.spotlight === p.id
                  ? 'bridge:wall.onAir'
                  : p.hand !== null
                    ? 'part.hand'
                    : `bridge:state.${p.state}`,
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
