import { useTranslation } from 'react-i18next'
import { useCounts, useViewClock } from '../../live/index.ts'
import { clockText, formatNumber, longDayText, useLanguage } from '../../ui/index.ts'
import styles from './header.module.css'
import type { Turning } from './useTurning.ts'

type Props = { turning: Turning; sections: readonly { no: number; name: string }[] }

/** Where we are, how much of the whole is supplied, how many connections live, and the server's time. */
export function Header({ turning, sections }: Props) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const { counts } = useCounts()
  const name = sections.find((s) => s.no === turning.section)?.name ?? ''
  const n = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, 0, language))
  return (
    <header className={styles.head}>
      <div className={styles.place}>
        <p>{t('title')}</p>
        <h1 data-section={turning.section}>{name}</h1>
        <nav aria-label={t('sections')}>
          {turning.held && (
            <b data-held="" title={t('held')}>
              ❚❚<span className="visually-hidden">{t('held')}</span>
            </b>
          )}
          {sections.map((s) => (
            <button
              key={s.no}
              type="button"
              aria-label={s.name}
              aria-current={s.no === turning.section || undefined}
              onClick={() => turning.show(s.no)}
            >
              {s.no}
            </button>
          ))}
        </nav>
      </div>
      <div className={styles.coverage}>
        <p className={styles.count} data-metric="coverage">
          <strong>
            {n(counts?.supplied)}
            <i>/{n(counts?.nationalSet)}</i>
          </strong>
          {t('supplied')}
        </p>
        <Ticks supplied={counts?.supplied ?? 0} of={counts?.nationalSet ?? 200} />
      </div>
      <div className={styles.right}>
        <p className={styles.count} data-metric="connections">
          <strong>
            {n(counts?.connectionsUp)}
            <i>/{n(counts?.connectionsAgreed)}</i>
          </strong>
          {t('connections')}
        </p>
        <Clock />
      </div>
    </header>
  )
}

const PER_ROW = 50
/** One tick an indicator of the set: what is missing is seen at once. */
function Ticks({ supplied, of }: { supplied: number; of: number }) {
  const rows = Math.max(1, Math.ceil(of / PER_ROW))
  return (
    <svg className={styles.ticks} viewBox={`0 0 ${PER_ROW * 6} ${rows * 18}`} aria-hidden="true">
      {Array.from({ length: of }, (_, i) => (
        <rect
          key={i}
          data-on={i < supplied || undefined}
          x={(i % PER_ROW) * 6}
          y={Math.floor(i / PER_ROW) * 18}
          width="3"
          height="14"
        />
      ))}
    </svg>
  )
}

function Clock() {
  const language = useLanguage()
  const now = useViewClock()
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()}>
      <strong>{clockText(now, language)}</strong>
      {longDayText(now, language)}
    </time>
  )
}
