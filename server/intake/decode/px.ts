import { RequestError } from '../../../shared/refusal.ts'
import { readPx } from './px-keywords.ts'
import type { Cube, Dimension, Limits } from './types.ts'

const bad = (problem: string) => new RequestError('BAD_BODY', { problem })
/** Signs that statistics put for what is not there, is secret, or is not yet known; '-' is nil, which is a value: 0. */
const MISSING = /^\.{1,7}$/
const clean = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A PC-Axis table (.px) in the encoding that it names. Throws BAD_BODY, NOT_UTF8, TOO_MANY_ROWS. */
export function decodePx(body: Buffer, limits: Limits): Cube {
  const { words, data } = readPx(body)
  const one = (name: string) => words.get(name)?.[0]
  const variables = [...(words.get('STUB') ?? []), ...(words.get('HEADING') ?? [])]
  if (!variables.length) throw bad('neither STUB nor HEADING names a variable')
  if ([...words.keys()].some((name) => name.startsWith('KEYS')))
    throw bad('a table that leaves rows out (KEYS) is not read; save it in full')
  const geo = variables.find(
    (v) =>
      words.has(`MAP("${v}")`) ||
      (words.has(`VARIABLE-TYPE("${v}")`) && one(`VARIABLE-TYPE("${v}")`)?.startsWith('G')),
  )
  const dimensions = variables.map((v): Dimension => {
    const names = words.get(`VALUES("${v}")`)
    if (!names?.length) throw bad(`VALUES("${v}") is missing`)
    const codes = words.get(`CODES("${v}")`)
    const time = words.get(`TIMEVAL("${v}")`)
    return {
      id: v,
      label: clean(v),
      role: time ? 'time' : v === geo ? 'geo' : null,
      categories: names.map((name, i) => {
        const measure = one(`UNITS("${name}")`)
        return { id: codes?.[i] ?? name, label: clean(measure ? `${name} (${measure})` : name) }
      }),
    }
  })
  const cells = dimensions.reduce((n, d) => n * d.categories.length, 1)
  if (cells > limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows, rows: cells })
  const values = figures(data, cells)
  return {
    kind: 'cube',
    label: clean(one('TITLE') ?? one('DESCRIPTION') ?? one('CONTENTS') ?? ''),
    source: one('SOURCE') ? clean(one('SOURCE') ?? '') : null,
    updated: one('LAST-UPDATED') ?? null,
    dimensions,
    values,
    statuses: new Array<null>(cells).fill(null),
  }
}

/** Numbers and quoted signs, parted by white space; as many as the variables ask for. */
function figures(data: string, cells: number): (number | null)[] {
  const words = data.match(/"[^"]*"|[^\s,"]+/g) ?? []
  if (words.length !== cells) throw bad(`DATA holds ${words.length} cells, the variables ask for ${cells}`)
  return words.map((word, i) => {
    const sign = word.replaceAll('"', '').trim()
    if (sign === '' || MISSING.test(sign)) return null
    if (sign === '-') return 0
    const value = Number(sign)
    if (!Number.isFinite(value)) throw bad(`cell ${i + 1} of DATA is not a number: ${sign.slice(0, 40)}`)
    return value
  })
}
