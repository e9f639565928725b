/** Words as they are searched: without case, tone marks and the stroke of đ, spaces single. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim()

/** Whether every word asked for is somewhere in a text that is folded already. */
export const holdsWords = (folded: string, asked: string): boolean =>
  fold(asked)
    .split(' ')
    .every((word) => folded.includes(word))

/** Patterns for SQL `like all`, in which the signs of `like` stand for themselves. */
export const likeWords = (asked: string): string[] =>
  fold(asked)
    .split(' ')
    .filter(Boolean)
    .map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`)
