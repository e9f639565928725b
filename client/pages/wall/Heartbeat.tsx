import { useTranslation } from 'react-i18next'
import type { BoardRow } from '../../../shared/live.ts'
import { useCounts, useViewClock } from '../../live/index.ts'
import { Mark, momentText, useLanguage } from '../../ui/index.ts'
import styles from './heartbeat.module.css'

type Group = 'corporations' | 'agencies' | 'provinces'
const GROUPS: Group[] = ['corporations', 'agencies', 'provinces']
const groupOf = ({ agency }: BoardRow): Group =>
  /^\d\d$/.test(agency)
    ? 'provinces'
    : /^(G\d\d|GSO|BHXH|TKCN|DVCQG)$/.test(agency)
      ? 'agencies'
      : 'corporations'

const TROUBLE = new Set<BoardRow['state']>(['lost', 'late', 'refusing'])
/** Bars of the newest cells of the day's beat: two hours. */
const BARS = 6
const MOST_LINES = 4

/** Of the strip's drawing, which is twice as fine as a design unit. */
const TALL = 72
const height = (messages: number) => (messages ? Math.min(46, 12 + 6 * Math.log2(1 + messages)) : 4)

/** Every connection in its own place, which never moves; what wants a person is named beside it. */
export function Heartbeat({ u }: { u: number }) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const now = useViewClock()
  const { connections } = useCounts()
  const sorted = [...connections].sort((a, b) => (a.id < b.id ? -1 : 1))
  const troubled = sorted
    .filter((c) => TROUBLE.has(c.state))
    .sort((a, b) => severity(a) - severity(b) || b.since - a.since)
  return (
    <section className={styles.beat}>
      <div className={styles.name}>
        <b>{t('beat.name')}</b>
        {t('beat.span')}
      </div>
      <div className={styles.groups}>
        {GROUPS.map((g) => {
          const rows = sorted.filter((c) => groupOf(c) === g)
          if (!rows.length) return null
          return (
            <figure key={g} className={styles.group} data-group={g}>
              <svg
                viewBox={`0 0 ${rows.length * 22} ${TALL}`}
                width={rows.length * 11 * u}
                height={36 * u}
                aria-hidden="true"
              >
                {rows.map((row, i) => (
                  <Column key={row.id} row={row} x={i * 22} />
                ))}
              </svg>
              <figcaption>{t(`beat.${g}`)}</figcaption>
            </figure>
          )
        })}
      </div>
      <ul className={styles.trouble} data-metric="trouble">
        {troubled.slice(0, MOST_LINES).map((c) => (
          <li key={c.id} data-state={c.state} data-connection={c.id}>
            <Mark kind={c.state === 'lost' ? 'alarm' : c.state === 'late' ? 'late' : 'below'} />
            <b>{c.name[language]}</b>
            <span>{t(`beat.${c.state}`, { time: momentText(c.since, now, language) })}</span>
          </li>
        ))}
        {troubled.length > MOST_LINES && <li>{t('beat.more', { count: troubled.length - MOST_LINES })}</li>}
        {troubled.length === 0 && connections.length > 0 && <li>{t('beat.well')}</li>}
      </ul>
    </section>
  )
}

const severity = (c: BoardRow) => (c.state === 'lost' ? 0 : c.state === 'late' ? 1 : 2)

function Column({ row, x }: { row: BoardRow; x: number }) {
  const cells = row.beat.slice(-BARS)
  return (
    <g data-state={row.state} data-connection={row.id}>
      {cells.map((cell, i) => {
        const h = height(cell.messages)
        return (
          <rect key={i} x={x + i * 3} y={TALL - h} width="2" height={h} data-state={cell.state ?? 'none'} />
        )
      })}
      {row.state === 'lost' && <path d={`M${x} 4h17v17h-17z`} data-mark="lost" />}
      {row.state === 'late' && <circle cx={x + 9} cy="12" r="7" data-mark="late" />}
      {row.state === 'refusing' && <path d={`M${x + 9} 3l8 9-8 9-8-9z`} data-mark="refusing" />}
    </g>
  )
}
