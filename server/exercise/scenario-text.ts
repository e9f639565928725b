import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml'
import type { Fault, Scenario } from '../../shared/api/exercise.ts'

type Place = Pick<Fault, 'line' | 'column'>
export type ScenarioText = {
  value: unknown
  /** Where in the text a field stands ('injects[3].at'), or the nearest part of it that is there. */
  place(path: string, field?: string): Place
}

/** What is wrong with the writing itself, in words that help; the library's own go with the English. */
const WORDS: Record<string, string> = {
  BAD_INDENT: 'thụt đầu dòng không đúng',
  TAB_AS_INDENT: 'không dùng phím Tab để thụt đầu dòng',
  DUPLICATE_KEY: 'hai trường trùng tên trong một mục',
  MISSING_CHAR: 'thiếu dấu (ngoặc, dấu phẩy, dấu hai chấm hoặc dấu nháy)',
  UNEXPECTED_TOKEN: 'có dấu không đúng chỗ',
  BLOCK_AS_IMPLICIT_KEY: 'thiếu dấu nháy quanh chữ có dấu hai chấm',
  MULTIPLE_DOCS: 'tệp chứa nhiều hơn một văn bản',
  BAD_ALIAS: 'nhắc đến một mục không có',
}
/** A text that refers to itself again and again would grow without end. */
const MOST_ALIASES = 100

const keysOf = (path: string): (string | number)[] =>
  path === '/'
    ? []
    : path
        .split(/[.[\]]+/)
        .filter(Boolean)
        .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** A scenario's text in YAML 1.2, of which JSON is a part. Faults of the writing name line and column. */
export function readText(text: string): ScenarioText | { faults: Fault[] } {
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { line, column: col }
  }
  const unreadable = (why: string, en: string, offset: number): Fault => ({
    ...{ path: '/', ...at(offset) },
    message: { vi: `không đọc được: ${why}`, en: `cannot be read: ${en}` },
  })
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    if (document.errors.length)
      return {
        faults: document.errors.map(({ code, message, pos: [offset] }) =>
          unreadable(WORDS[code] ?? 'không phải YAML hoặc JSON đúng cú pháp', message, offset),
        ),
      }
    const place = (path: string, field?: string): Place => {
      for (let keys = keysOf(path); ; keys = keys.slice(0, -1)) {
        const node = keys.length ? document.getIn(keys, true) : document.contents
        if (isMap(node) && field !== undefined) {
          const key = node.items.find((i) => isScalar(i.key) && i.key.value === field)?.key
          if (isNode(key) && key.range) return at(key.range[0])
        }
        if ((isScalar(node) || isMap(node) || isSeq(node)) && node.range) return at(node.range[0])
        if (!keys.length) return at(0)
      }
    }
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }), place }
  } catch (error) {
    // Nested too deeply, or built of itself.
    const said = error instanceof Error ? error.message : String(error)
    return { faults: [unreadable('lồng nhau quá sâu hoặc lặp lại chính mình', said, 0)] }
  }
}

const ABOUT = `# Kịch bản diễn tập / Exercise scenario. Cách viết / how to write one: docs/exercise.md
# Phút tính từ lúc bắt đầu; chữ viết bằng cả hai thứ tiếng. / Minutes count from the beginning; every text in both languages.
`
/** A scenario as a file to begin one's own from. */
export const yamlOf = (scenario: Scenario): string =>
  ABOUT + stringify(scenario, { lineWidth: 110, collectionStyle: 'any' })
