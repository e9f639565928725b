import { useRef, useState } from 'react'
import { MOST_AT_ONCE } from '../../../shared/alarm.ts'

/** How many were done, and how many were refused by each code. */
export type Tally = { done: number; refused: ReadonlyMap<string, number> }
export const NOTHING: Tally = { done: 0, refused: new Map() }
/** What the server says of one piece: how many it did, and the code of each that it refused. */
export type Said = { done: number; refused: readonly string[] }

export function counted({ done, refused }: Tally, said: Said): Tally {
  const all = new Map(refused)
  for (const code of said.refused) all.set(code, (all.get(code) ?? 0) + 1)
  return { done: done + said.done, refused: all }
}

/**
 * Sends ids in pieces, one after the other, and counts what became of them. After a fault it goes on with what was not
 * answered for. The ids are those of the first drawing: what comes in meanwhile was not seen when it was decided.
 */
export function usePieces(ids: readonly number[], send: (piece: number[]) => Promise<Said>) {
  const [tally, setTally] = useState(NOTHING)
  const left = useRef(ids)
  const run = async (): Promise<void> => {
    while (left.current.length) {
      const said = await send(left.current.slice(0, MOST_AT_ONCE))
      left.current = left.current.slice(MOST_AT_ONCE)
      setTally((t) => counted(t, said))
    }
  }
  return { tally, run }
}
