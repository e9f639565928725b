// Makes the pictures of the delivered scenes anew. Needs a built client.
// node scripts/scenes/pictures.ts [--folder f] [--sizes 1080p,wide,4k] [--languages vi,en] [key …]
// A server of its own with the demonstration, a wall paired as any other, each scene put on it as an officer does.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { SceneDetail, SceneListItem } from '../../shared/api/scenes.ts'
import { ACCOUNTS } from '../simulator/demonstration/accounts.ts'
import { startDemonstration } from '../simulator/demonstration/index.ts'

const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    folder: {
      type: 'string',
      default: join(import.meta.dirname, '..', '..', 'docs', 'images', 'scenes'),
    },
    sizes: { type: 'string', default: '1080p,wide,4k' },
    languages: { type: 'string', default: 'vi,en' },
  },
})
const { folder } = values
/** Name, width, height, quality of the JPEG: each picture stays under 250 KB. */
const SIZES = [
  ['1080p', 1920, 1080, 72],
  ['wide', 5760, 1080, 50],
  ['4k', 3840, 2160, 48],
] as const
const PATIENCE_MS = 120_000
const SETTLED_MS = 2_500
const ENOUGH = 70

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
const dataDir = await mkdtemp(join(tmpdir(), 'td-pictures-'))
const env = { PORT: '0', HOST: '127.0.0.1', MQTT_PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir }
const app = await buildApp(readConfig(env, true))
await app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
const demonstration = await startDemonstration(app, url)
const officer = ACCOUNTS.find((a) => a.role === 'duty')
if (!officer) throw new Error('the demonstration has no duty officer')
const signed = await fetch(`${url}/api/sign-in`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ username: officer.username, password: officer.password }),
})
const cookie = signed.headers
  .getSetCookie()
  .map((c) => c.split(';')[0])
  .join('; ')
const me = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as { csrf: string }
const ask = async <T>(path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, 'x-td-csrf': me.csrf, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

const began = Date.now()
while (app.trust.counts().supplied < ENOUGH && Date.now() - began < PATIENCE_MS) await wait(1_000)
console.log(`${app.trust.counts().supplied} indicators supplied`)
await mkdir(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
})
const scenes = (await ask<SceneListItem[]>('/api/scenes')).filter(
  (s) => s.delivered && s.scene !== 'sections' && (only.length === 0 || only.includes(s.scene)),
)
for (const [name, width, height, quality] of SIZES.filter(([n]) => values.sizes.split(',').includes(n)))
  for (const language of values.languages.split(',')) {
    const page = await browser.newPage({ viewport: { width, height } })
    const link = await app.wall.pairingLink(url)
    await page.goto(link.replace('/wall#', `/wall?lang=${language}#`))
    await page.locator('[data-canvas]').waitFor({ timeout: PATIENCE_MS })
    for (const { scene, pages } of scenes)
      for (let n = 0; n < pages; n++) {
        await ask('/api/scene-acts', { act: 'show', target: { kind: 'all' }, scene })
        await ask<SceneDetail>('/api/scene-acts', { act: 'pin', target: { kind: 'all' }, page: n })
        await page.locator(`[data-canvas="${scene}"][data-scene-page="${n + 1}"]`).waitFor()
        await wait(SETTLED_MS)
        const file = `${scene}${pages > 1 ? `-${n + 1}` : ''}-${name}-${language}.jpg`
        await page.screenshot({ path: join(folder, file), type: 'jpeg', quality })
        console.log(file)
      }
    await page.close()
  }
await browser.close()
await demonstration.stop()
await app.close()
await rm(dataDir, { recursive: true, force: true })
