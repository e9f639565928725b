import type { ConnectionState } from '../../../shared/vocabulary.ts'
import styles from './mark.module.css'

const TONE: Record<ConnectionState, string> = {
  lost: 'red',
  late: 'amber',
  refusing: 'amber',
  due: 'tx2',
  maintenance: 'tx2',
  outside: 'tx3',
  never: 'tx3',
  disabled: 'tx3',
  up: 'tick',
}

function Shape({ state, outline }: { state: ConnectionState; outline: boolean }) {
  const solid = outline
    ? { fill: 'none', stroke: 'currentColor', strokeWidth: 1.3 }
    : { fill: 'currentColor' }
  switch (state) {
    case 'lost':
      return (
        <>
          <rect x="1" y="1" width="10" height="10" rx="1" {...solid} />
          <path
            d="M4 4l4 4m0-4l-4 4"
            stroke={outline ? 'currentColor' : 'var(--pane)'}
            strokeWidth="1.5"
            fill="none"
          />
        </>
      )
    case 'late':
      return <path d="M6 1.2L11.2 10.8H0.8Z" {...solid} strokeLinejoin="round" />
    case 'refusing':
      return (
        <path
          d="M6 .9L11.1 6L6 11.1L.9 6ZM3.6 6H8.4"
          fill="none"
          stroke="currentColor"
          strokeWidth={outline ? 1.1 : 1.6}
          strokeLinejoin="round"
        />
      )
    case 'due':
      return (
        <>
          <circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M6 1.7a4.3 4.3 0 0 1 0 8.6z" fill="currentColor" />
        </>
      )
    case 'maintenance':
      return <path d="M3.8 1.8v8.4M8.2 1.8v8.4" stroke="currentColor" strokeWidth="2" fill="none" />
    case 'outside':
      return <path d="M2 6h8" stroke="currentColor" strokeWidth="1.6" fill="none" />
    case 'disabled':
      return (
        <path
          d="M2.5 9.5l7-7M6 1.4a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 0 1 0-9.2"
          stroke="currentColor"
          fill="none"
        />
      )
    case 'never':
      return (
        <circle
          cx="6"
          cy="6"
          r="4.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeDasharray="2 1.6"
        />
      )
    case 'up':
      return <circle cx="6" cy="6" r="2.2" fill="currentColor" />
  }
}

/** Shape and colour of a state; the word stands beside it. An acknowledged alert is drawn as an outline. */
export function StateMark({ state, outline = false }: { state: ConnectionState; outline?: boolean }) {
  return (
    <svg className={styles.mark} data-tone={TONE[state]} viewBox="0 0 12 12" aria-hidden="true">
      <Shape state={state} outline={outline} />
    </svg>
  )
}
