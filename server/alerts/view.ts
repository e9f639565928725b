import type { AlertAnswer, AlertDetail, AlertView } from '../../shared/api/alerts.ts'
import { endOf, startOf, summaryOf } from './line.ts'
import { type AlertRecord, type ChainLink, stateOf } from './store.ts'

export function alertView(r: AlertRecord, at: number): AlertView {
  const { sender, identifier, sent, status, msgType, scope, note } = r.alert
  return {
    ...summaryOf(r, at),
    ...{ connection: r.connection, sender, identifier, sent },
    ...{ status, msgType, scope, note, state: stateOf(r, at) },
    superseded: r.superseded && { id: r.superseded.id, at: r.superseded.at },
  }
}

export function alertDetail(r: AlertRecord, chain: ChainLink[], at: number): AlertDetail {
  const { infos, sent } = r.alert
  return {
    ...alertView(r, at),
    ...{ message: r.message, sha256: r.sha256, chain },
    infos: infos.map((i, n) => ({
      ...i,
      from: startOf(i, sent),
      to: endOf(i, sent),
      assumedEnd: i.expires === null,
      areas: i.areas.map(({ areaDesc }, k) => ({
        areaDesc,
        ...(r.areas[n]?.[k] ?? { by: null, units: [], open: [] }),
      })),
    })),
  }
}

export const answerOf = (r: AlertRecord, repeated: boolean, at: number): AlertAnswer => ({
  ...{ alert: r.id, message: r.message, sha256: r.sha256, state: stateOf(r, at), repeated },
  units: summaryOf(r, at).units,
  unmatched: r.areas.flat().flatMap((a) => a.open),
})
