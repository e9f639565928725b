/** Strings, quoted names and comments of MySQL are passed over; `$1` may be part of a name there. */
const PARTS =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`]|``)*`|--[ \t][^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$\u0080-\uffff])\$1(?![\w$\u0080-\uffff])/g

/** The query with a literal (already escaped) in the place of every `$1`; null = there is none to be set. */
export const withValue = (query: string, literal: string | null): string =>
  literal === null ? query : query.replace(PARTS, (part) => (part === '$1' ? literal : part))
