import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ScreenRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { figure } from './figures.ts'
import { ScreenDialog, type ScreenTask } from './ScreenDialog.tsx'
import { ScreenMenu } from './ScreenMenu.tsx'
import { StateMark } from './StateMark.tsx'
import styles from './side.module.css'
import { instant } from './times.ts'

/** A screen that shows pictures older than this wants a look. */
const SLOW_MS = 3_000

type Props = {
  rows: readonly ScreenRow[]
  language: Language
  now: number
  mayApprove: boolean
  asking: ScreenTask | null
  onAsk(task: ScreenTask | null): void
}

/** Worst first: lost screens, then by lag. */
export function worstFirst(rows: readonly ScreenRow[]): ScreenRow[] {
  return [...rows].sort(
    (a, b) => Number(a.connected) - Number(b.connected) || (b.lagMs ?? 0) - (a.lagMs ?? 0) || a.id - b.id,
  )
}

/** Who is connected, what they show, their lag. */
export function Screens({ rows, language, now, mayApprove, asking, onAsk }: Props) {
  const { t } = useTranslation('desk')
  const connected = rows.filter((r) => r.connected).length
  return (
    <section className={styles.pane} aria-label={t('screens.title')} data-pane="screens" tabIndex={-1}>
      <h2 className={styles.title}>
        <Link to="/screens">{t('screens.title')}</Link>
        <span data-metric="screens-connected">{t('screens.summary', { connected, total: rows.length })}</span>
        {mayApprove && (
          <Button onClick={() => onAsk({ kind: 'approve' })} data-action="approve-screen">
            {t('screens.approve')}
          </Button>
        )}
      </h2>
      {rows.length === 0 && <p className={styles.none}>{t('screens.none')}</p>}
      <ul className={styles.rows}>
        {worstFirst(rows).map((screen) => {
          const slow = screen.connected && (screen.lagMs ?? 0) > SLOW_MS
          return (
            <li
              key={screen.id}
              className={styles.screen}
              data-screen={screen.id}
              data-connected={screen.connected}
            >
              <StateMark state={!screen.connected ? 'lost' : slow ? 'late' : 'up'} />
              <b title={screen.name}>{screen.name}</b>
              <span title={screen.scene} data-tone={screen.connected ? undefined : 'red'}>
                {screen.connected ? screen.scene || t('screens.scene.none') : t('screens.lost')}
              </span>
              <span
                className={styles.number}
                data-tone={!screen.connected ? 'red' : slow ? 'amber' : undefined}
              >
                {screen.connected
                  ? screen.lagMs === null
                    ? '–'
                    : `${figure(screen.lagMs / 1000, language)} s`
                  : t('screens.lostSince', { time: instant(screen.lastSeenAt, now) })}
              </span>
              {mayApprove && (
                <ScreenMenu
                  name={screen.name}
                  onAsk={(kind) => onAsk({ kind, id: screen.id, name: screen.name })}
                />
              )}
            </li>
          )
        })}
      </ul>
      {asking && <ScreenDialog task={asking} onClose={() => onAsk(null)} />}
    </section>
  )
}
