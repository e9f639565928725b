import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { aptInstall } from './apt.mjs'
import { step } from './say.mjs'

const NAMES = ['mariadbd', 'mysqld']

/** A MariaDB server on this machine: MARIADBD, the PATH, the usual places; null when there is none. */
export function findMariadbd() {
  if (process.env.MARIADBD) return existsSync(process.env.MARIADBD) ? process.env.MARIADBD : null
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/opt/homebrew/bin',
  ]
  return (
    folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ??
    null
  )
}

/** Making a new data folder takes this program too, which Debian keeps in another package than the server. */
const hasTools = (program) =>
  [dirname(program), join(dirname(program), '..', 'bin'), '/usr/bin'].some((folder) =>
    existsSync(join(folder, 'my_print_defaults')),
  )

/** The MariaDB that the tests read from, installed when that is possible; null with nothing done otherwise. */
export async function ensureMariadbd() {
  const found = findMariadbd()
  if (process.env.MARIADBD || (found && hasTools(found))) return found
  await step('installing MariaDB for the tests of its connector (apt-get)', () =>
    aptInstall('mariadb-server-core', 'mariadb-client-core'),
  )
  const installed = findMariadbd()
  return installed && hasTools(installed) ? installed : null
}
