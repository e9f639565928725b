import { useTranslation } from 'react-i18next'
import { useCounts } from '../../live/index.ts'
import { Clock, Count, Ticks } from './counts.tsx'
import styles from './header.module.css'
import type { Turning } from './useTurning.ts'

type Props = { turning: Turning; sections: readonly { no: number; name: string }[] }

/** Where we are, how much of the whole is supplied, how many connections live, and the server's time. */
export function Header({ turning, sections }: Props) {
  const { t } = useTranslation('wall')
  const { counts } = useCounts()
  const name = sections.find((s) => s.no === turning.section)?.name ?? ''
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
        <Count metric="coverage" is={counts?.supplied} of={counts?.nationalSet} word={t('supplied')} />
        <Ticks supplied={counts?.supplied ?? 0} of={counts?.nationalSet ?? 200} />
      </div>
      <div className={styles.right}>
        <Count
          metric="connections"
          is={counts?.connectionsUp}
          of={counts?.connectionsAgreed}
          word={t('connections')}
        />
        <Clock />
      </div>
    </header>
  )
}
