import type { FastifyInstance } from 'fastify'
import type { AsOf } from '../../../shared/clock.ts'
import { markLine, type World } from '../../../shared/world.ts'
import { sourcesThen } from '../sources.ts'
import type { SeriesPoint } from '../store.ts'

/** What a file says of itself: texts in Vietnamese, then English. Instants are ISO 8601 in UTC. */
export type About = {
  title: string
  /** The newest knowledge in it. */
  asOf: string
  /** The time its values are about; null = the newest. */
  at: string | null
  sources: string[]
  notice: string
  simulated: boolean
  world: World
}

const NOTICE =
  'Số liệu của các cơ quan nêu ở nguồn; khi dùng lại phải ghi nguồn và thời điểm. / Data of the agencies named as sources; cite the source and the as-of time when reusing it.'
const SIMULATED =
  'CÓ SỐ LIỆU MÔ PHỎNG, không phải số liệu thật. / CONTAINS SIMULATED VALUES, which are not real data.'

/** What stands with these values: who supplied them, and as of when. */
export async function aboutOf(
  app: FastifyInstance,
  title: string,
  values: readonly SeriesPoint[],
  { at, knownAt }: AsOf,
): Promise<About> {
  const moment = knownAt ?? Date.now()
  const sources = await sourcesThen(app, values, at ?? moment)
  const simulated = values.some((v) => v.simulated)
  return {
    title,
    asOf: new Date(moment).toISOString(),
    at: at === undefined ? null : new Date(at).toISOString(),
    sources: sources.map((s) => `${s.agency.vi} / ${s.agency.en} (${s.connection})`),
    notice: [markLine(app.config.world), simulated ? SIMULATED : null, NOTICE].filter(Boolean).join(' '),
    simulated,
    world: app.config.world,
  }
}
