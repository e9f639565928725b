import type { AttentionRow } from '../../shared/live.ts'

/** Rows in one piece of news, and how often one goes out. */
const PIECE = 500
export const ATTENTION_EVERY_MS = 150

/** What tells one state of a row from the next; names may be changed too. */
const markOf = ({ state, since, acknowledged, ladder, subjectName: n }: AttentionRow): string =>
  [
    ...[state, since, acknowledged?.at, n.vi, n.en, ladder?.acknowledgedAt],
    ...(ladder?.rungs ?? []).flatMap((r) => [r.dueAt, r.at]),
  ].join('\n')

export type Told = { rows: AttentionRow[]; gone: AttentionRow[] }

/** What of the causes on the board is other than what the desks were told: in pieces of bounded size, newest cause first. */
export class AttentionNews {
  #told = new Map<number, { mark: string; row: AttentionRow }>()
  #turned = false

  /** Something is other than before. */
  turn(): void {
    this.#turned = true
  }

  /** A desk was given these as it opened: when they end it must hear of it, whether or not the others ever knew. */
  given(rows: readonly AttentionRow[]): void {
    for (const row of rows) if (!this.#told.has(row.id)) this.#told.set(row.id, { mark: '', row })
  }

  /** The next piece, of `all` as they stand now, newest cause first; null when there is nothing to tell. */
  next(all: () => readonly AttentionRow[]): Told | null {
    if (!this.#turned) return null
    const now = all()
    const there = new Set(now.map((r) => r.id))
    const gone = [...this.#told.values()].flatMap(({ row }) => (there.has(row.id) ? [] : [row]))
    for (const { id } of gone) this.#told.delete(id)
    const rows: AttentionRow[] = []
    this.#turned = false
    for (const row of now) {
      const mark = markOf(row)
      if (this.#told.get(row.id)?.mark === mark) continue
      if (rows.length >= PIECE) {
        this.#turned = true
        break
      }
      this.#told.set(row.id, { mark, row })
      rows.push(row)
    }
    return rows.length || gone.length ? { rows, gone } : null
  }
}
