import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionState } from '../../../shared/vocabulary.ts'
import styles from './desk.module.css'
import { StateMark } from './StateMark.tsx'

type Props = {
  total: number
  states: readonly { state: ConnectionState; count: number }[]
  state: ConnectionState | null
  text: string
  moved: number
  onState(state: ConnectionState | null): void
  onText(text: string): void
  onResort(): void
  /** What else can be done with the board. */
  children?: ReactNode
}

/** The filter row is at once the summary: how many connections are in each state. */
export function BoardFilters(props: Props) {
  const { total, states, state, text, moved, onState, onText, onResort } = props
  const { t } = useTranslation('desk')
  return (
    <header className={styles.filters}>
      <h1>{t('board.title')}</h1>
      <fieldset aria-label={t('board.filterLabel')}>
        <button
          type="button"
          aria-pressed={state === null}
          onClick={() => onState(null)}
          data-metric="connections"
        >
          {t('board.all')} <b>{total}</b>
        </button>
        {states.map((s) => (
          <button
            key={s.state}
            type="button"
            aria-pressed={state === s.state}
            onClick={() => onState(state === s.state ? null : s.state)}
            data-metric={`connections:${s.state}`}
          >
            <StateMark state={s.state} />
            {t(`state.${s.state}`)} <b>{s.count}</b>
          </button>
        ))}
      </fieldset>
      {moved > 0 && (
        <button type="button" className={styles.resort} onClick={onResort}>
          {t('board.rowsMoved', { count: moved })}. {t('board.resort')}
        </button>
      )}
      <label className={styles.search}>
        <input
          type="search"
          name="board-search"
          value={text}
          aria-label={t('board.searchLabel')}
          placeholder={t('board.search')}
          onChange={(e) => onText(e.target.value)}
        />
        <kbd>/</kbd>
      </label>
      {props.children}
    </header>
  )
}
