import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ScreenRow } from '../../../shared/live.ts'
import { toneOf } from '../../../shared/screen-fault.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { figure } from './figures.ts'
import { ScreenDialog, type ScreenTask } from './ScreenDialog.tsx'
import { ScreenMenu } from './ScreenMenu.tsx'
import { StateMark } from './StateMark.tsx'
import { answers, worstFirst } from './screenOrder.ts'
import styles from './side.module.css'
import { instant } from './times.ts'

type Props = {
  rows: readonly ScreenRow[]
  language: Language
  now: number
  mayApprove: boolean
  asking: ScreenTask | null
  onAsk(task: ScreenTask | null): void
}

/** Who is connected, what they show or what is wrong with them, their lag. */
export function Screens({ rows, language, now, mayApprove, asking, onAsk }: Props) {
  const { t } = useTranslation('desk')
  const connected = rows.filter(answers).length
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
          const { fault } = screen
          const tone = toneOf(fault)
          const scene = screen.scene || t('screens.scene.none')
          return (
            <li
              key={screen.id}
              className={styles.screen}
              data-screen={screen.id}
              data-connected={answers(screen)}
              data-fault={fault ?? undefined}
            >
              <StateMark state={tone === 'red' ? 'lost' : tone ? 'late' : 'up'} />
              <b title={screen.name}>{screen.name}</b>
              <span title={fault ? `${t(`screens:fault.${fault}`)} · ${scene}` : scene} data-tone={tone}>
                {fault ? t(`screens:fault.${fault}`) : scene}
              </span>
              <span
                className={styles.number}
                data-tone={fault === 'lost' || fault === 'lag' ? tone : undefined}
              >
                {!screen.connected
                  ? t('screens.lostSince', { time: instant(screen.lastSeenAt, now) })
                  : screen.lagMs === null || fault === 'silent'
                    ? '–'
                    : `${figure(screen.lagMs / 1000, language)} s`}
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
