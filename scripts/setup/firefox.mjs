import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { aptInstall } from './apt.mjs'
import { step } from './say.mjs'

const NAMES = ['firefox-esr', 'firefox']

/** A Firefox on this machine: FIREFOX or the PATH; null when there is none. */
function findFirefox() {
  if (process.env.FIREFOX) return existsSync(process.env.FIREFOX) ? process.env.FIREFOX : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  return (
    folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ??
    null
  )
}

/** The second engine that a wall runs in, installed when that is possible; null with nothing done otherwise. */
export async function ensureFirefox() {
  const found = findFirefox()
  if (found || process.env.FIREFOX) return found
  await step('installing Firefox for the test of the wall in it (apt-get)', () => aptInstall('firefox-esr'))
  return findFirefox()
}
