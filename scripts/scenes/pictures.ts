// Makes the pictures of the delivered scenes anew. Needs a built client.
// node scripts/scenes/pictures.ts [--folder f] [--sizes 1080p,wide,4k] [--languages vi,en] [--png f] [key …]
// A server of its own with the demonstration, a wall paired as any other, each scene put on it as an officer does; for the
// session's scene a session with points whose pictures are drawn, for the alarms' one rules that the pretended numbers break.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { SceneListItem, Showing } from '../../shared/api/scenes.ts'
import { Person } from '../person.ts'
import { startDemonstration } from '../simulator/demonstration/index.ts'
import { raiseAlarms } from './alarms.ts'
import { holdSession } from './session.ts'
import { webpOf } from './webp.ts'

const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    folder: {
      type: 'string',
      default: join(import.meta.dirname, '..', '..', 'docs', 'images', 'scenes'),
    },
    sizes: { type: 'string', default: '1080p,4k,wide' },
    languages: { type: 'string', default: 'vi' },
    png: { type: 'string' },
  },
})
const { folder, png } = values
/** Name, width, height, quality of the picture: each stays near 100 KB. */
const SIZES = [
  ['1080p', 1920, 1080, 0.6],
  ['4k', 3840, 2160, 0.36],
  ['wide', 5760, 1080, 0.42],
] as const
const PATIENCE_MS = 180_000
const SETTLED_MS = 2_500
/** Every pretended source has said what it has to say once no indicator more has come for so long. */
const QUIET_MS = 15_000
/** Shown last: what they need stands on every other scene too. */
const LAST = ['session', 'alarms']

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
const dataDir = await mkdtemp(join(tmpdir(), 'td-pictures-'))
const env = { PORT: '0', HOST: '127.0.0.1', MQTT_PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir }
const app = await buildApp(readConfig(env, true))
await app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
const demonstration = await startDemonstration(app, url)
const [officer, leader, administrator] = await Promise.all([
  Person.of(url, 'duty'),
  Person.of(url, 'leader'),
  Person.of(url, 'administrator'),
])

const began = Date.now()
let supplied = { count: 0, since: began }
while (Date.now() - began < PATIENCE_MS && (supplied.count === 0 || Date.now() - supplied.since < QUIET_MS)) {
  await wait(1_000)
  const { supplied: count } = app.trust.counts()
  if (count !== supplied.count) supplied = { count, since: Date.now() }
}
console.log(`${supplied.count} indicators supplied`)
await mkdir(folder, { recursive: true })
if (png) await mkdir(png, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    ...['--use-fake-device-for-media-stream=fps=5', '--use-fake-ui-for-media-stream'],
    '--allow-loopback-in-peer-connection',
  ],
})
// Nothing takes the wall while its pictures are made.
const { settings } = await officer.ask<Showing>('GET', '/api/scenes-showing')
await administrator.ask('PUT', '/api/scene-settings', {
  ...settings,
  ...{ alertTakes: null, alarmTakes: null, sessionTakes: false },
})
const scenes = (await officer.ask<SceneListItem[]>('GET', '/api/scenes')).filter(
  (s) => s.delivered && s.scene !== 'sections' && (only.length === 0 || only.includes(s.scene)),
)
const sizes = SIZES.filter(([n]) => values.sizes.split(',').includes(n))

/** One wall of each size and language, each scene in turn on it. */
async function pictures(items: readonly SceneListItem[]): Promise<void> {
  for (const [name, width, height, quality] of items.length ? sizes : [])
    for (const language of values.languages.split(',')) {
      const page = await browser.newPage({ viewport: { width, height } })
      const link = await app.wall.pairingLink(url)
      await page.goto(link.replace('/wall#', `/wall?lang=${language}#`))
      await page.locator('[data-canvas]').waitFor({ timeout: PATIENCE_MS })
      // As they are by day, at whatever hour they are taken.
      const screens = app.wall
        .paired()
        .slice(-1)
        .map((s) => s.id)
      await officer.ask('POST', '/api/screens/command', { screens, command: { do: 'night', level: 1 } })
      await page.locator('[data-night-level="1"]').waitFor({ timeout: PATIENCE_MS })
      for (const { scene, pages } of items)
        for (let n = 0; n < pages; n++) {
          const target = { kind: 'all' }
          await officer.ask('POST', '/api/scene-acts', { act: 'show', target, scene })
          await officer.ask('POST', '/api/scene-acts', { act: 'pin', target, page: n })
          await page
            .locator(`[data-canvas="${scene}"][data-scene-page="${n + 1}"]`)
            .waitFor({ timeout: PATIENCE_MS })
          await wait(SETTLED_MS)
          const taken = await page.screenshot({ timeout: PATIENCE_MS })
          const file = `${scene}${pages > 1 ? `-${n + 1}` : ''}-${name}-${language}`
          if (png) await writeFile(join(png, `${file}.png`), taken)
          await writeFile(join(folder, `${file}.webp`), await webpOf(browser, taken, quality))
          console.log(file)
        }
      await page.close()
    }
}
const of = (scene: string) => scenes.filter((s) => s.scene === scene)
await pictures(scenes.filter((s) => !LAST.includes(s.scene)))
if (of('session').length) {
  const end = await holdSession(browser, url, leader)
  await pictures(of('session'))
  await end()
}
if (of('alarms').length) {
  await raiseAlarms(officer)
  await pictures(of('alarms'))
}
await browser.close()
await demonstration.stop()
await app.close()
await rm(dataDir, { recursive: true, force: true })
