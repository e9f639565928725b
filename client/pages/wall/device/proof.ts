// What this screen shows, read from the page itself: every number in sight, with the words that stand there.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type ProofReport, proofText, type ShownValue } from '../../../../shared/proof.ts'
import {
  type LiveSocket,
  pageAsOf,
  type ShownView,
  sceneNow,
  serverNow,
  shownViews,
} from '../../../live/index.ts'

const MOST = 400

/** The words of every number in sight, by '<indicator>@<unit>'. */
function wordsInSight(): Map<string, string> {
  const found = new Map<string, string>()
  for (const element of document.querySelectorAll<HTMLElement>('[data-series]')) {
    const key = element.dataset.series
    if (!key || found.has(key) || !element.checkVisibility({ visibilityProperty: true })) continue
    const box = element.getBoundingClientRect()
    if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) continue
    found.set(key, (element.textContent ?? '').trim().slice(0, 80))
  }
  return found
}

/** The values that stand behind those words, and those that a map shows as colours. */
export function valuesShown(views: readonly ShownView[], words: ReadonlyMap<string, string>): ShownValue[] {
  const found = new Map<number, ShownValue>()
  for (const { question, id, seq, view } of views) {
    if (id === null) continue
    view.cells.forEach((meta, index) => {
      const text = words.get(`${meta.indicator}@${meta.unit}`) ?? null
      const onMap = question.kind === 'indicator'
      const cell = view.values.get(index)
      if (!cell || (text === null && !onMap) || found.size >= MOST) return
      if (text === null && found.has(meta.series)) return
      const value = Number.isFinite(cell.value) ? cell.value : null
      found.set(meta.series, [meta.series, id, seq, value, cell.validTo, text])
    })
  }
  return [...found.values()].sort((a, b) => a[0] - b[0])
}

/** Reports what is shown now; returns once the server has kept it. */
export async function prove(socket: LiveSocket, why: ProofReport['why']): Promise<void> {
  // A wall that shows another time says nothing of the present.
  if (Object.keys(pageAsOf()).length) return
  const views = shownViews()
  const epoch = views.find((v) => v.id !== null)?.epoch
  if (epoch === undefined) return
  const scene = sceneNow().slice(0, 80)
  const values = valuesShown(
    views.filter((v) => v.epoch === epoch),
    wordsInSight(),
  )
  const at = Math.round(serverNow())
  // crypto.subtle is closed to pages that come over plain HTTP, as walls in a closed network do.
  const hash = bytesToHex(sha256(utf8ToBytes(proofText({ scene, values }))))
  await socket.timeout(10_000).emitWithAck('screen:proof', { at, why, scene, epoch, values, sha256: hash })
}
