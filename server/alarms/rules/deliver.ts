import type pg from 'pg'
import { BUILT_IN_LADDERS } from '../ladder/built-in.ts'
import { BUILT_IN } from './built-in.ts'
import { insertLadder, insertRule, insertVersion, readLadders } from './store.ts'

/** Writes the delivered ladders and rules that are not there yet; what was changed or put aside stays as it is. */
export async function deliver(client: pg.ClientBase): Promise<void> {
  const known = new Set((await readLadders(client)).map((l) => l.code))
  for (const { code, ladder } of BUILT_IN_LADDERS)
    if (!known.has(code)) await insertLadder(client, code, ladder, 'system', 0)
  for (const { code, rule } of BUILT_IN) {
    const id = await insertRule(client, code, 'system')
    if (id !== null) await insertVersion(client, id, rule, 'system', 0)
  }
}
