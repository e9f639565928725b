import type { ReadinessItemView } from '../../../shared/api/readiness.ts'

/** A tick for what passed, a cross in a square for what failed, a dashed ring for what was not tested. */
export function ItemMark({ state }: { state: ReadinessItemView['state'] }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden="true">
      {state === 'passed' ? (
        <path d="M2 7.5 5.5 11 12 3.5" strokeWidth="2" />
      ) : state === 'failed' ? (
        <path d="M1.5 1.5h11v11h-11zM4.5 4.5l5 5M9.5 4.5l-5 5" strokeWidth="1.6" />
      ) : (
        <circle cx="7" cy="7" r="5" strokeWidth="1.5" strokeDasharray="2 2" />
      )}
    </svg>
  )
}
