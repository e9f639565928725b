import type { Source } from './server.ts'

/** Texts of a source's rows, up to where the instant comes. */
export const beginnings = (source: Source): string[] =>
  source.indicators.flatMap((i) => source.stations.map((s) => `{"indicator":"${i}","unit":"${s}","at":"`))

let turn = 0
/** The JSON of `count` rows from `begin`, all of this instant. */
export function body(rows: readonly string[], begin: number, count: number, at: number): string {
  const time = new Date(at).toISOString()
  const parts: string[] = []
  for (let i = 0; i < count; i++) {
    turn = (turn + 7_919) % 1_000_003
    parts.push(`${rows[(begin + i) % rows.length]}${time}","value":${turn / 100}}`)
  }
  return `{"observations":[${parts.join()}]}`
}
