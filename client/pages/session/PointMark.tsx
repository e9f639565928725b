import type { PointState } from '../../../shared/vocabulary.ts'

/** Shape beside the word: dot there, dashed ring away, triangle weak, square with a cross lost. Colour by `data-state`. */
export function PointMark({ state, size = 12 }: { state: PointState; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" data-mark={state}>
      {state === 'joined' ? (
        <circle cx="6" cy="6" r="3" fill="currentColor" />
      ) : state === 'weak' ? (
        <path d="M6 1 11.5 11H.5z" fill="currentColor" />
      ) : state === 'lost' ? (
        <path
          d="M0 0h12v12H0zM3.2 2 2 3.2 4.8 6 2 8.8 3.2 10 6 7.2 8.8 10 10 8.8 7.2 6 10 3.2 8.8 2 6 4.8z"
          fill="currentColor"
          fillRule="evenodd"
        />
      ) : state === 'testing' ? (
        <path
          d="M6 1a5 5 0 0 1 0 10z M6 1.5a4.5 4.5 0 0 0 0 9"
          fill="currentColor"
          stroke="currentColor"
          strokeWidth="0.6"
        />
      ) : (
        <circle
          cx="6"
          cy="6"
          r="4.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeDasharray={state === 'ringing' ? '4 2' : '1.8 1.8'}
        />
      )}
    </svg>
  )
}
