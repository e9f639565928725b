import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { faultsOf } from '../../../shared/screen-fault.ts'
import type { CommandAnswer, ScreenState, WallView } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { clockText, formatNumber, momentText, spanText, useLanguage } from '../../ui/index.ts'
import panel from './panel.module.css'
import styles from './screens.module.css'

type Told = {
  id: number
  at: number
  command: { do: string }
  actor: string
  end: string | null
  took: number | null
}
type Props = {
  screen: ScreenState
  walls: readonly WallView[]
  minds: boolean
  /** The last answer to an order from this page. */
  answer: CommandAnswer | null
  children: ReactNode
}

/** Everything known of one screen, what it can be told, and what it was told. */
export function ScreenPanel({ screen, walls, minds, answer, children }: Props) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const now = useServerClock()
  const { health, place, overlay } = screen
  const wall = walls.find((w) => w.id === place?.wall)
  const told = useQuery({
    queryKey: ['screen-commands', screen.id, answer?.id],
    queryFn: () => api.get<Told[]>(`/api/screens/${screen.id}/commands`),
    enabled: minds,
  })
  // A screenshot answers with the number of its picture.
  const taken =
    answer?.screen === screen.id && answer.end === 'done' && answer.detail
      ? `/api/screens/${screen.id}/picture/${answer.detail}`
      : null
  const n = (value: number, decimals = 0) => formatNumber(value, decimals, language)
  const facts: [string, string | null][] = [
    ['group', screen.group],
    [
      'place',
      wall && place
        ? t('placeText', { wall: wall.name, row: place.row + 1, column: place.column + 1 })
        : null,
    ],
    ['scene', screen.scene || null],
    ['contact', screen.connected ? t('now') : momentText(screen.lastSeenAt, now, language)],
    ['lag', screen.lagMs === null ? null : `${n(screen.lagMs / 1_000, 1)} s`],
    ['fps', health && n(health.framesPerSecond)],
    [
      'memory',
      health && health.heapMb !== null ? `${n(health.heapMb)} / ${n(health.heapLimitMb ?? 0)} MB` : null,
    ],
    ['size', health && `${health.width} × ${health.height}`],
    ['skew', health && `${health.skewMs > 0 ? '+' : ''}${n(health.skewMs / 1_000, 1)} s`],
    ['engine', health?.engine ?? null],
    ['version', health?.version ?? null],
    ['up', health && spanText(health.upSeconds * 1_000, language)],
    ['contexts', health && health.contextsLost > 0 ? n(health.contextsLost) : null],
    ['kept', health && t(health.kept ? 'yes' : 'no')],
    ['night', overlay.night === null ? t('byHour') : `${n(overlay.night * 100)}%`],
  ]
  return (
    <aside className={styles.panel} data-panel={screen.id}>
      <h2>{screen.name}</h2>
      {faultsOf(screen, now).map((fault) => (
        <p key={fault} className={panel.fault} data-fault={fault}>
          <b>{t(`fault.${fault}`)}</b>
          {fault === 'copied' && screen.copied && (
            <span>
              {t(`why.${screen.copied.why}`, {
                address: screen.copied.address,
                time: clockText(screen.copied.at, language),
              })}
            </span>
          )}
          {fault === 'silent' && screen.healthAt !== null && (
            <span>{t('silentSince', { time: momentText(screen.healthAt, now, language) })}</span>
          )}
          {fault === 'broken' && <span>{health?.failed}</span>}
        </p>
      ))}
      {children}
      {answer && answer.screen === screen.id && (
        <p className={panel.answer} data-answer={answer.end} role="status">
          {t(`end.${answer.end}`, { ms: n(answer.took ?? 0) })}
          {answer.end === 'failed' && answer.detail ? ` · ${answer.detail}` : ''}
        </p>
      )}
      {taken && (
        <a className={panel.shot} href={taken} target="_blank" rel="noreferrer" data-screenshot="">
          <img src={taken} alt={t('screenshotOf', { name: screen.name })} />
        </a>
      )}
      <dl className={panel.facts}>
        {facts.map(([key, value]) => (
          <div key={key} data-fact={key}>
            <dt>{t(`fact.${key}`)}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
      {minds && (
        <>
          <h3>{t('told')}</h3>
          <ol className={panel.told}>
            {(told.data ?? []).slice(0, 12).map((c) => (
              <li key={c.id}>
                <time>{clockText(c.at, language)}</time>
                <span>{t(`did.${c.command.do}`)}</span>
                <span>{c.actor.replace(/^account:/, '')}</span>
                <span data-end={c.end ?? 'silent'}>{t(`short.${c.end ?? 'silent'}`)}</span>
              </li>
            ))}
            {told.data?.length === 0 && <li>{t('toldNothing')}</li>}
          </ol>
        </>
      )}
    </aside>
  )
}
