// What this screen shows, read from the page itself: every number in sight, with the words that stand there.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { MOST_SHOWN, type ProofReport, proofText, type ShownValue } from '../../../../shared/proof.ts'
import {
  type LiveSocket,
  pageAsOf,
  type ShownView,
  sceneNow,
  serverNow,
  shownViews,
} from '../../../live/index.ts'
import { coverNow, type InSight, readSight } from './sight.ts'

/**
 * The values that stand behind those words, and those that a map in sight shows as colours of its provinces. Beyond what a
 * report holds the colours give way first; `cut` says how many did.
 */
export function valuesShown(
  views: readonly ShownView[],
  { words, maps }: InSight,
): { values: ShownValue[]; cut: number } {
  const found = new Map<number, ShownValue>()
  for (const { id, seq, view } of views) {
    if (id === null) continue
    view.cells.forEach((meta, index) => {
      const text = words.get(`${meta.indicator}@${meta.unit}`) ?? null
      const cell = view.values.get(index)
      if (!cell) return
      // A province without a value, or with one of another period, has no colour.
      const time = meta.unitKind === 'province' ? maps.get(meta.indicator) : undefined
      const isColoured =
        time !== undefined && Number.isFinite(cell.value) && (time === null || cell.validTo === time)
      if (text === null && !isColoured) return
      if (text === null && found.has(meta.series)) return
      const value = Number.isFinite(cell.value) ? cell.value : null
      found.set(meta.series, [meta.series, id, seq, value, cell.validTo, text])
    })
  }
  const all = [...found.values()].sort((a, b) => Number(a[5] === null) - Number(b[5] === null))
  const values = all.slice(0, MOST_SHOWN).sort((a, b) => a[0] - b[0])
  return { values, cut: all.length - values.length }
}

/** Reports what is shown now; returns once the server has kept it. */
export async function prove(socket: LiveSocket, why: ProofReport['why']): Promise<void> {
  // A wall that shows another time says nothing of the present.
  if (Object.keys(pageAsOf()).length) return
  const views = shownViews()
  const cover = coverNow()
  const epoch = views.find((v) => v.id !== null)?.epoch ?? (cover ? 0 : undefined)
  if (epoch === undefined) return
  const ofLife = views.filter((v) => v.epoch === epoch)
  // Under the dark the numbers stand as before, and nobody sees one.
  const seen = cover ? { values: [], cut: 0 } : valuesShown(ofLife, readSight())
  const said = { scene: sceneNow().slice(0, 80), cover, ...seen }
  const at = Math.round(serverNow())
  // crypto.subtle is closed to pages that come over plain HTTP, as walls in a closed network do.
  const hash = bytesToHex(sha256(utf8ToBytes(proofText(said))))
  await socket.timeout(10_000).emitWithAck('screen:proof', { at, why, epoch, ...said, sha256: hash })
}
