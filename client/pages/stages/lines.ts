type Item = { id: string; vi: string; en: string }

/** A checklist as lines of text, one item a line: 'inform | Báo lãnh đạo | Inform the leader'. */
export const toLines = (items: readonly Item[]): string =>
  items.map((i) => `${i.id} | ${i.vi} | ${i.en}`).join('\n')

/** The items of those lines; `bad` is the number of the first line that lacks a part, from 1. */
export function fromLines(text: string): { items: Item[]; bad: number | null } {
  const items: Item[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue
    const [id = '', vi = '', en = ''] = line.split('|').map((part) => part.trim())
    if (!/^[a-z0-9-]{1,40}$/.test(id) || !vi || !en) return { items, bad: i + 1 }
    items.push({ id, vi, en })
  }
  return { items, bad: null }
}
