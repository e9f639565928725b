import { spawn } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedError } from './error.ts'
import { giveTo, type Identity } from './identity.ts'

const MAJOR = '18'
export const USER = 'trongdong'

/** Environment of PostgreSQL's programs: nothing of ours, so that no setting and no secret reaches them. */
export const CLEAN_ENV = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

function initdb(binaries: Binaries, identity: Identity, folder: string): Promise<void> {
  const [command = '', ...words] = [
    ...identity.prefix,
    binaries.initdb,
    '--pgdata',
    folder,
    '--username',
    USER,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth-local=trust', // the socket lies in a folder that only this user enters
    '--auth-host=reject',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      detached: true,
      env: CLEAN_ENV,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(
            new EmbeddedError('EMBEDDED_INIT', `the database in ${folder} cannot be created:\n${output}`),
          ),
    )
  })
}

async function sync(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

/** Makes the data folder when it is not there: whole or not at all. Throws EmbeddedError on a folder that is not ours. */
export async function ensureFolder(
  dataDir: string,
  binaries: Binaries,
  identity: Identity,
): Promise<'made' | 'found'> {
  const parent = dirname(dataDir)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const draft = `${basename(dataDir)}.new-`
  for (const name of readdirSync(parent))
    if (name.startsWith(draft)) rmSync(join(parent, name), { recursive: true })
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    const versionFile = join(dataDir, 'PG_VERSION')
    if (!existsSync(versionFile))
      throw new EmbeddedError(
        'EMBEDDED_FOLDER',
        `${dataDir} holds other files and no database: empty it, or set DATA_DIR to another folder`,
      )
    const version = readFileSync(versionFile, 'utf8').trim()
    if (version !== MAJOR)
      throw new EmbeddedError(
        'EMBEDDED_VERSION',
        `${dataDir} was made by PostgreSQL ${version}, this is ${MAJOR}: restore a backup into a new folder`,
      )
    giveTo(identity, dataDir)
    const owner = lstatSync(dataDir).uid
    if (owner !== identity.uid)
      throw new EmbeddedError(
        'EMBEDDED_FOLDER',
        `${dataDir} belongs to the user ${owner}: start as that user, or give the folder to this one (chown -R)`,
      )
    return 'found'
  }
  const folder = join(parent, `${draft}${process.pid}`)
  mkdirSync(folder, { mode: 0o700 })
  giveTo(identity, folder)
  try {
    await initdb(binaries, identity, folder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  renameSync(folder, dataDir)
  await sync(parent)
  return 'made'
}
