/** The world a server lives in: the real one, or an exercise's own. Nothing passes from one to the other. */
export type World = { kind: 'real' } | { kind: 'exercise'; id: string; title: string }

export const REAL: World = { kind: 'real' }
/** The words on every page, screen and document of an exercise. */
export const MARK = { vi: 'DIỄN TẬP', en: 'EXERCISE' } as const
export const MARK_BOTH = `${MARK.vi} / ${MARK.en}`
/** Begins the name of every file that an exercise gives. */
export const FILE_MARK = 'DIEN-TAP-'

/** What a document says of its world in one line; null for the real one, which needs no mark. */
export const markLine = (world: World): string | null =>
  world.kind === 'exercise'
    ? `${MARK_BOTH}: ${world.title}. Không phải số liệu, sự việc hay văn bản thật. / Nothing in it is real.`
    : null
