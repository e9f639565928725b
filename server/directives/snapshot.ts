import type { FastifyInstance } from 'fastify'
import type { DirectiveInput, SnapshotView } from '../../shared/api/directives.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Principal } from '../access/index.ts'
import { canonical, sha256 } from './canonical.ts'
import { named } from './names.ts'
import type { Snapshot } from './store.ts'

/** As kept: a cell without a value has null. Times in ms. */
type KeptCell = {
  indicator: string
  unit: string
  series: number
  value: number | null
  validFrom: number
  validTo: number
  recordedAt: number
  flags: number
  later: boolean
}
export type KeptSnapshot = {
  at: number
  session: string | null
  view: { epoch: number; seq: number; taken: number }
  cells: KeptCell[]
}

/**
 * The numbers of a view as the server has them now, for a giver who says which view and where it stood; what came since
 * is marked. Throws DIRECTIVE_SHOWN when the giver has no such view open.
 */
export function takeSnapshot(
  app: FastifyInstance,
  giver: number,
  shown: NonNullable<DirectiveInput['shown']>,
  session: string | null,
): { body: string; sha256: Buffer } {
  const { view, epoch, seq } = shown
  const found = app.live.shown(giver, view, epoch, seq)
  if (!found) throw new RequestError('DIRECTIVE_SHOWN', { view, epoch, seq })
  const catalogue = app.catalogue.now()
  const cells = found.series.flatMap((id): KeptCell[] => {
    const series = catalogue.series(id)
    if (!series) return []
    const { value, validFrom, validTo, recordedAt, flags } = app.live.cell(id)
    return [
      {
        ...{ indicator: series.indicator.code, unit: series.unit.code, series: id },
        ...{ value: Number.isFinite(value) ? value : null, validFrom, validTo, recordedAt, flags },
        later: found.later.has(id),
      },
    ]
  })
  const kept: KeptSnapshot = { at: Date.now(), session, view: { epoch, seq, taken: found.seq }, cells }
  const body = canonical(kept)
  return { body, sha256: sha256(body) }
}

export const isIntact = ({ body, sha256: kept }: { body: string; sha256: string }) =>
  sha256(body).toString('hex') === kept

/** What whoever asks may see of it: of an agency its own numbers, and how many there were besides. */
export function snapshotView(
  app: FastifyInstance,
  snapshot: Snapshot,
  asks: Principal | null,
  now: number,
): SnapshotView {
  const kept: KeptSnapshot = JSON.parse(snapshot.body)
  const catalogue = app.catalogue.now()
  const seen = kept.cells.filter((c) => app.access.canSeeSeries(asks, c.series))
  return {
    at: kept.at,
    sha256: snapshot.sha256,
    intact: isIntact(snapshot),
    epoch: kept.view.epoch,
    seq: kept.view.seq,
    hidden: kept.cells.length - seen.length,
    cells: seen.flatMap((c) => {
      const series = catalogue.series(c.series)
      if (!series) return []
      const { indicator, unit } = series
      const symbol = catalogue.measure(indicator.measure)?.symbol ?? {
        vi: indicator.measure,
        en: indicator.measure,
      }
      const { value, validFrom, validTo, recordedAt, flags, later } = c
      return [
        {
          ...{ indicator: indicator.code, name: indicator.name, symbol, decimals: indicator.decimals },
          ...{ unit: named(unit, now), series: c.series },
          ...{ value, validFrom, validTo, recordedAt, flags, later },
        },
      ]
    }),
  }
}
