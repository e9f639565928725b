import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { aptInstall } from './apt.mjs'
import { step } from './say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A Chromium on this machine: CHROMIUM, the PATH, the usual places; null when there is none. */
export function findChromium() {
  if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const all = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES]
  return all.find((path) => existsSync(path)) ?? null
}

/** The Chromium that the browser tests use, installed when that is possible; null with nothing done otherwise. */
export async function ensureChromium() {
  const found = findChromium()
  if (found || process.env.CHROMIUM) return found
  await step('installing chromium for the browser tests (apt-get)', () => aptInstall('chromium'))
  return findChromium()
}
