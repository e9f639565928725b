import { expect, it } from 'vitest'
import { withValue } from '../../../server/intake/connectors/sql/placeholder.ts'

it.each([
  ['select a from t where id >= $1', "select a from t where id >= '7'"],
  ['where id >= $1 and $1 > 0', "where id >= '7' and '7' > 0"],
  ["where a = '$1' and b = '\\'$1' and c = 'it''s $1' and id > $1", null],
  ['where a = "$1" and `$1` = `x``$1` and id > $1', null],
  ['-- $1\n# $1\n/* $1 \n $1 */ id > $1', null],
  ['where a$1 > $10 and $1b = 1 and ê$1 = 1 and id > $1', null],
  ["where a = 'never closed $1", "where a = 'never closed '7'"],
])('the watermark takes the place of $1 alone: %s', (query, wanted) => {
  const literal = "'7'"
  expect(withValue(query, literal)).toBe(wanted ?? query.replace(/\$1$/, literal))
})

it('a literal with a dollar sign is put in as it is', () => {
  expect(withValue('id > $1', "'$1 $& $$'")).toBe("id > '$1 $& $$'")
  expect(withValue('id > $1', null)).toBe('id > $1')
})
