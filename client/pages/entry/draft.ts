// What a person has typed into a form and not sent yet, and what is to be said of each line.
import type { EntryRow, FormRowView, FormView } from '../../../shared/api/entry.ts'
import { readTyped } from './typedNumber.ts'

export const STATUSES = ['provisional', 'official', 'estimated'] as const
export type EntryStatus = (typeof STATUSES)[number]
export type Line = {
  text: string
  /** Which of two readings was meant. */
  reading?: 0 | 1
  /** A number far from the last one was looked at again. */
  seen?: boolean
  note?: string
}
/** By `keyOf`. */
export type Draft = { status: EntryStatus; lines: Record<string, Line> }
export const EMPTY_DRAFT: Draft = { status: 'provisional', lines: {} }

export type Judged =
  | { state: 'empty' }
  | { state: 'wrong'; why: string }
  | { state: 'ask'; readings: [number, number] }
  | { state: 'range' | 'jump' | 'same' | 'ready'; value: number }

export const keyOf = ({ indicator, unit }: Pick<FormRowView, 'indicator' | 'unit'>) => `${indicator} ${unit}`
/** A number that differs more than this from the last one is looked at twice. */
const JUMP = 0.5

export function judge(row: FormRowView, line: Line | undefined): Judged {
  const typed = readTyped(line?.text ?? '', row.measure.en.includes('%'))
  if (typed.kind === 'empty') return { state: 'empty' }
  if (typed.kind === 'wrong') return { state: 'wrong', why: typed.why }
  if (typed.kind === 'ask' && line?.reading === undefined) return { state: 'ask', readings: typed.readings }
  const value = typed.kind === 'ask' ? typed.readings[line?.reading ?? 0] : typed.value
  if ((row.min !== null && value < row.min) || (row.max !== null && value > row.max))
    return { state: 'range', value }
  const before = (row.current ?? row.last)?.value
  if (row.current?.value === value) return { state: 'same', value }
  const far = before !== undefined && before !== 0 && Math.abs(value - before) > Math.abs(before) * JUMP
  return { state: far && !line?.seen ? 'jump' : 'ready', value }
}

/** What would be sent, and how many lines stand in the way. */
export function rowsOf(form: FormView, draft: Draft): { rows: EntryRow[]; unclear: number } {
  let unclear = 0
  const rows = form.rows.flatMap((row): EntryRow[] => {
    const line = draft.lines[keyOf(row)]
    const judged = judge(row, line)
    if (judged.state === 'empty') return []
    if (judged.state !== 'ready' && judged.state !== 'same') {
      unclear++
      return []
    }
    const time = form.kind === 'realtime' ? { at: form.time } : { period: form.time }
    const note = line?.note?.trim()
    const { indicator, unit } = row
    const of = { indicator, unit, ...time, value: judged.value, status: draft.status }
    return [note ? { ...of, note } : of]
  })
  return { rows, unclear }
}

/** A column copied from a spreadsheet fills the lines from `from` on; of several columns the last is the numbers. */
export function pasted(form: FormView, draft: Draft, from: number, text: string): Draft {
  const values = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const lines = { ...draft.lines }
  values.forEach((cells, i) => {
    const row = form.rows[from + i]
    if (row) lines[keyOf(row)] = { text: cells.split('\t').at(-1)?.trim() ?? '' }
  })
  return { ...draft, lines }
}
