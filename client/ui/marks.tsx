import type { Freshness, Language } from '../../shared/vocabulary.ts'
import styles from './marks.module.css'

export type MarkKind =
  | Freshness
  | 'alarm'
  | 'below'
  | 'disputed'
  | 'hand'
  | 'file'
  | 'provisional'
  | 'estimated'
  | 'revised'
  | 'official'
  | 'corrected'
  | 'computed'
  | 'simulated'

const WORDS: Record<MarkKind, Record<Language, string>> = {
  fresh: { vi: 'Mới', en: 'Fresh' },
  due: { vi: 'Đến hạn', en: 'Due' },
  late: { vi: 'Chậm', en: 'Late' },
  stale: { vi: 'Cũ', en: 'Stale' },
  never: { vi: 'Chưa có số liệu', en: 'No data yet' },
  alarm: { vi: 'Vượt ngưỡng', en: 'Limit passed' },
  below: { vi: 'Chưa đạt', en: 'Off target' },
  disputed: { vi: 'Chưa khớp', en: 'Disputed' },
  hand: { vi: 'Nhập tay', en: 'By hand' },
  file: { vi: 'Từ tệp', en: 'From a file' },
  provisional: { vi: 'Sơ bộ', en: 'Provisional' },
  estimated: { vi: 'Ước tính', en: 'Estimated' },
  revised: { vi: 'Điều chỉnh', en: 'Revised' },
  official: { vi: 'Chính thức', en: 'Official' },
  corrected: { vi: 'Vừa sửa số', en: 'Just corrected' },
  computed: { vi: 'Tính từ các phần', en: 'Computed' },
  simulated: { vi: 'Mô phỏng', en: 'Simulated' },
}
export const markWord = (kind: MarkKind, language: Language) => WORDS[kind][language]

/** A state's shape in a 22 box; the word stands beside it, the colour only with it. */
export function Mark({ kind }: { kind: MarkKind }) {
  return (
    <svg className={styles.mark} data-mark={kind} viewBox="0 0 22 22" aria-hidden="true">
      <Shape kind={kind} />
    </svg>
  )
}

function Shape({ kind }: { kind: MarkKind }) {
  switch (kind) {
    case 'fresh':
      return <circle cx="11" cy="11" r="5" fill="currentColor" />
    case 'due':
      return (
        <>
          <circle cx="11" cy="11" r="7" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M11 4a7 7 0 0 1 0 14z" fill="currentColor" />
        </>
      )
    case 'late':
      return (
        <>
          <circle cx="11" cy="11" r="8.5" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M11 6v5.5l4 2" fill="none" stroke="currentColor" strokeWidth="2" />
        </>
      )
    case 'stale':
      return (
        <>
          <rect x="3" y="3" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M3 19L19 3M3 11l8-8M11 19l8-8" stroke="currentColor" strokeWidth="1.6" />
        </>
      )
    case 'never':
      return (
        <circle
          cx="11"
          cy="11"
          r="7"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="3 2.5"
        />
      )
    case 'alarm':
      return (
        <>
          <rect x="2" y="2" width="18" height="18" fill="currentColor" />
          <path className={styles.cut} d="M7 7l8 8M15 7l-8 8" strokeWidth="3" />
        </>
      )
    case 'below':
      return (
        <>
          <path
            d="M11 2.5L20.5 19h-19z"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinejoin="round"
          />
          <path d="M11 8.5v5M11 15.4v1.8" stroke="currentColor" strokeWidth="2.2" />
        </>
      )
    case 'disputed':
      return (
        <>
          <path d="M11 1.5L20.5 11 11 20.5 1.5 11z" fill="currentColor" />
          <path className={styles.cut} d="M7 9.4h8M7 12.8h8M13 7l-4 8.4" strokeWidth="1.6" />
        </>
      )
    case 'hand':
      return (
        <path
          d="M4 18l1-4L15 4l3 3L8 17z"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="round"
        />
      )
    case 'file':
      return <path d="M5 2.5h8l4 4v13H5zM13 2.5v4h4" fill="none" stroke="currentColor" strokeWidth="2" />
    case 'official':
      return <path d="M4 11.5l4.5 4.5L18 6.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
    case 'corrected':
      return (
        <path
          d="M4 8.5h12.5M12.5 4.5l4 4-4 4M18 15.5H5.5M9.5 11.5l-4 4 4 4"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        />
      )
    case 'computed':
      return <path d="M16.5 5V4h-11l6 7-6 7h11v-1" fill="none" stroke="currentColor" strokeWidth="2" />
    case 'simulated':
      return (
        <rect
          x="2.5"
          y="5"
          width="17"
          height="12"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="3.4 2.4"
        />
      )
    default:
      return (
        <circle
          cx="11"
          cy="11"
          r="7.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="2.6 2"
        />
      )
  }
}

/** Mark and word of a freshness, as desks and tables show it. */
export function FreshnessWord({ state, language }: { state: Freshness; language: Language }) {
  return (
    <span className={styles.word} data-state={state}>
      <Mark kind={state} />
      {markWord(state, language)}
    </span>
  )
}
