/** The world a server lives in: the real one, or an exercise's own. Nothing passes from one to the other. */
export type World = { kind: 'real' } | { kind: 'exercise'; id: string; title: { vi: string; en: string } }

export const REAL: World = { kind: 'real' }
/** The words on every page, screen and document of an exercise. */
export const MARK = { vi: 'DIỄN TẬP', en: 'EXERCISE' } as const
export const MARK_BOTH = `${MARK.vi} / ${MARK.en}`
/** Begins the name of every file that an exercise gives. */
export const FILE_MARK = 'DIEN-TAP-'

/** What a document says of its world in one line; null for the real one, which needs no mark. */
export const markLine = (world: World): string | null =>
  world.kind === 'exercise'
    ? `${MARK_BOTH}: ${world.title.vi}. Không phải số liệu, sự việc hay văn bản thật. / Nothing in it is real.`
    : null

/** A sheet's name in a workbook: programs read the first sheet whatever it is called, people read its name. */
export const sheetName = (name: string, world: World): string =>
  (world.kind === 'exercise' ? `${MARK.vi} · ${name}` : name).slice(0, 31)
/** What stands in every workbook that an exercise gives: in a sheet's name and in its notice. */
export const BOOK_MARKS: readonly string[] = [`"${MARK.vi} · `, `${MARK_BOTH}: `]
/** Whether a text is a file that an exercise gave: it says so in its first line. */
export const bearsMark = (text: string): boolean =>
  /^\uFEFF?# ?[^\n]*DIỄN TẬP \/ EXERCISE: /.test(text.slice(0, 400))
/** The same text without that line, for the exercise itself to read. */
export const unmarked = (text: string): string =>
  bearsMark(text) ? text.replace(/^\uFEFF?[^\n]*\n/, '') : text
