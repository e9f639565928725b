// How long pictures stand still while a session changes its way: node tests/soak/move.ts [changes]
// A chair and two provinces in real browsers, moved from the mesh to a real LiveKit server and back. For every receiver
// and every picture on its page: the longest time without another decoded frame. Ends with 1 when a picture was taken
// away before one of the new way had been decoded, or stood still for 3 s.
import { setTimeout as pause } from 'node:timers/promises'
import type { CreatedSession } from '../../shared/api/bridge.ts'
import type { BridgeDriver, BridgeView } from '../../shared/live.ts'
import { type Watched, watched, watchPictures } from '../browser/bridge/gap.ts'
import { framesOf } from '../browser/bridge/stage.ts'
import { demonstration, mediaServer, middle } from './demo.ts'

const changes = Number(process.argv[2] ?? 6)
const UNITS = ['22', '46']
/** Each is watched for so long from the press on, and as long without any change before. */
const WATCHED_MS = 12_000

const livekit = await mediaServer()
const demo = await demonstration(livekit.env)
await livekit.start(`${demo.url}/api/bridge/livekit`)
const { leader } = demo
const { body: made } = await leader.post<CreatedSession>('/api/bridge', {
  ...{ title: 'Chuyển đường truyền', units: UNITS, driver: 'peer' },
})
const at = `/api/bridge/${made.session.id}`
const see = async () => (await leader.get<BridgeView>(at)).body
const until = async (what: string, holds: () => Promise<boolean>) => {
  for (let n = 0; !(await holds()); n++) {
    if (n === 300) throw new Error(`not within a minute and a half: ${what}`)
    await pause(300)
  }
}

const chair = await demo.open(leader)
await chair.goto(`${demo.url}/session/${made.session.id}`)
await chair.click('[data-action="join"]')
const pages = [{ name: 'chair', page: chair, id: made.session.chair }]
for (const { link, point, unit } of made.invitations) {
  const page = await demo.open()
  await page.goto(`${demo.url}/point?picture=drawn#${link.split('#')[1]}`)
  await page.click('[data-action="join"]')
  pages.push({ name: unit, page, id: point })
}
await until('everybody is in', async () => (await see()).points.every((p) => /joined|weak/.test(p.state)))
await leader.post(`${at}/layout`, { kind: 'grid' })
for (const { page, id } of pages)
  for (const other of pages)
    if (other.id !== id)
      await until(`${other.name} is seen`, async () => (await framesOf(page, other.id)) > 10)
await until('LiveKit is there', async () => (await leader.get('/api/bridge/engines')).body.media === 'up')

const nameOf = (id: string) => pages.find((p) => p.id === id)?.name ?? id
async function watch(does: () => Promise<unknown>): Promise<{ to: string; seen: Watched }[]> {
  for (const { page } of pages) await watchPictures(page)
  await does()
  await pause(WATCHED_MS)
  return Promise.all(pages.map(async ({ name, page }) => ({ to: name, seen: await watched(page) })))
}
const gapsOf = (all: { seen: Watched }[]) => all.flatMap(({ seen }) => Object.values(seen.gaps))

const still = gapsOf(await watch(async () => undefined))
console.log(`no change: longest ${Math.max(...still)} ms, median ${middle(still)} ms between two frames`)
const gaps: Record<BridgeDriver, number[]> = { livekit: [], peer: [] }
let early = 0
for (let n = 0; n < changes; n++) {
  const driver: BridgeDriver = n % 2 ? 'peer' : 'livekit'
  const all = await watch(() => leader.post(`${at}/driver`, { driver }))
  gaps[driver].push(...gapsOf(all))
  early += all.flatMap(({ seen }) => Object.values(seen.early).flat()).length
  const lines = all.flatMap(({ to, seen }) =>
    Object.entries(seen.gaps).map(([id, ms]) => `${nameOf(id)} → ${to}: ${ms}`),
  )
  console.log(`to ${driver}: ${lines.join(', ')} ms`)
}
for (const [driver, list] of Object.entries(gaps))
  if (list.length)
    console.log(
      `to ${driver}, ${list.length} pictures: median ${middle(list)} ms, longest ${Math.max(...list)} ms`,
    )
console.log(`taken away before the new one was decoded: ${early}`)
await demo.stop()
await livekit.stop()
process.exit(early || Math.max(...gaps.livekit, ...gaps.peer) >= 3_000 ? 1 : 0)
