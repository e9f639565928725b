// A table as data, and what a file made of it says of itself.
import type { ClockState } from '../../shared/clock.ts'
import { TIME_ZONE } from '../../shared/vocabulary.ts'
import { FILE_MARK, markLine, type World } from '../../shared/world.ts'

/** Instants are ms since 1970. */
export type SheetCell = string | number | boolean | null
export type SheetColumn = {
  /** The column's name for programs: in CSV and JSON-stat. */
  key: string
  /** Its name for people: in XLSX. */
  title: string
  kind: 'text' | 'number' | 'instant'
  /** Decimals that a number is shown with; the file holds the number itself. */
  decimals?: number
}
export type Sheet = {
  columns: readonly SheetColumn[]
  rows: readonly (readonly SheetCell[])[]
  /** Keys of the columns that name a row, for programs and for people. */
  rowKey: string
  rowLabel: string
}

/** What is shown, where it came from and of which time it speaks; every file carries it. */
export type About = {
  title: string
  /** Of the file, without its ending. */
  name: string
  source: string
  /** Null where each row has its own. */
  measure: string | null
  /** The time the values belong to, in words. */
  asOf: string
  simulated: boolean
  clock: ClockState
}
/** Words of the language in use; `word('about.source')`. */
export type Word = (key: string, values?: Record<string, string>) => string
export type AboutLine = { key: string; label: string; text: string }

/** `savedAt`: the server's time, ms; `address`: the page that was on screen. */
export function aboutLines(
  about: About,
  savedAt: number,
  address: string,
  word: Word,
  timeText: (at: number) => string,
  world: World,
): AboutLine[] {
  const { clock } = about
  const shown =
    clock.mode === 'live'
      ? word('clock.live')
      : word(clock.known === 'then' ? 'clock.then' : 'clock.now', { time: timeText(clock.at) })
  const lines: [key: string, text: string | null][] = [
    ['world', markLine(world)],
    ['title', about.title],
    ['source', about.source],
    ['measure', about.measure],
    ['asOf', about.asOf],
    ['clock', shown],
    ['timeZone', `${TIME_ZONE} (UTC+07:00)`],
    ['simulated', word(about.simulated ? 'simulated.yes' : 'simulated.no')],
    ['savedAt', timeText(savedAt)],
    ['address', address],
  ]
  return lines.flatMap(([key, text]) => (text ? [{ key, label: word(`about.${key}`), text }] : []))
}

/** Letters, digits and hyphens only: a name that every system takes. */
export const fileName = (name: string, ending: string, world: World): string =>
  `${world.kind === 'exercise' ? FILE_MARK : ''}${
    name
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/đ/g, 'd')
      .replace(/Đ/g, 'D')
      .replace(/[^A-Za-z0-9.-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'trong-dong'
  }.${ending}`
