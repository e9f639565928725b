import { randomBytes } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { link, lstat, mkdir, open, opendir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { RequestError } from '../../../../shared/refusal.ts'
import { FetchError } from '../types.ts'

/** What is still being written names itself so. */
export const UNFINISHED = /^\.|\.(part|tmp|filepart|crdownload|swp)$|~$/i
/** Entries looked through in one look: a folder may hold any number. */
const LOOKED = 5_000
const PLACES = ['in', 'done', 'refused'] as const
export type Place = (typeof PLACES)[number]
export type Seen = { name: string; size: number; mtimeMs: number }

/** Whatever goes wrong with the folder itself has one name. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error
    throw new FetchError('FOLDER_FAILED', { problem: error.code })
  }
}

export async function makeFolders(folder: string): Promise<void> {
  for (const place of PLACES) await mkdir(join(folder, place), { recursive: true, mode: 0o700 })
}

/** Plain, finished files that wait, the oldest first; links, folders and devices are no files. At most 5,000 are looked at. */
export async function waitingFiles(folder: string): Promise<Seen[]> {
  const seen: Seen[] = []
  let looked = 0
  for await (const entry of await opendir(join(folder, 'in'), { bufferSize: 256 })) {
    if (++looked > LOOKED) break
    const file = await seenFile(folder, entry)
    if (file) seen.push(file)
  }
  return seen.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1))
}

async function seenFile(folder: string, entry: Dirent): Promise<Seen | null> {
  if (!entry.isFile() || UNFINISHED.test(entry.name)) return null
  try {
    const { size, mtimeMs } = await lstat(join(folder, 'in', entry.name))
    return { name: entry.name, size, mtimeMs }
  } catch {
    return null // taken away since
  }
}

/** How many entries wait, counted up to `most`. */
export async function countWaiting(folder: string, most: number): Promise<number> {
  let count = 0
  try {
    for await (const entry of await opendir(join(folder, 'in')))
      if (entry.isFile() && !UNFINISHED.test(entry.name) && ++count >= most) break
  } catch {
    return 0
  }
  return count
}

/**
 * The file's bytes, at most `limit` and one more; null when it was touched while it was read, or is no plain file any more.
 * A name that became a link is not followed. Throws BAD_BODY for one that may not be read.
 */
export async function readSteady(folder: string, file: Seen, limit: number): Promise<Buffer | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const handle = await open(join(folder, 'in', file.name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (/^(ENOENT|ELOOP)$/.test(code)) return null
      if (/^(EACCES|EPERM)$/.test(code))
        throw new RequestError('BAD_BODY', { problem: `not readable: ${code}` })
      throw error
    },
  )
  if (!handle) return null
  try {
    const before = await handle.stat()
    if (!before.isFile() || before.size !== file.size || before.mtimeMs !== file.mtimeMs) return null
    const body = Buffer.alloc(Math.min(before.size, limit + 1))
    for (let at = 0; at < body.length; ) {
      const { bytesRead } = await handle.read(body, at, body.length - at, at)
      if (!bytesRead) return null
      at += bytesRead
    }
    const after = await handle.stat()
    return after.size === before.size && after.mtimeMs === before.mtimeMs ? body : null
  } finally {
    await handle.close()
  }
}

/** Moves a file out of `in` and never onto another: a name that is taken gets the time before its ending. Returns its new name. */
export async function moveTo(folder: string, place: Exclude<Place, 'in'>, name: string): Promise<string> {
  const from = join(folder, 'in', name)
  if (await linked(from, join(folder, place, name))) {
    await unlink(from)
    return name
  }
  const ending = extname(name)
  const mark = `${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
  const other = `${name.slice(0, name.length - ending.length)}~${mark}${ending}`
  await rename(from, join(folder, place, other))
  return other
}

/** False when the name is taken, or this disk knows no links. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^(EEXIST|EPERM|ENOTSUP|EOPNOTSUPP|EMLINK)$/.test(code)) return false
    throw error
  }
}

/** Written under another name first: who reads it finds all of it or nothing. */
export async function writeBeside(
  folder: string,
  place: Place,
  name: string,
  body: Buffer | string,
): Promise<void> {
  const path = join(folder, place, name)
  const draft = join(folder, place, `.${randomBytes(6).toString('hex')}.tmp`)
  await writeFile(draft, body, { mode: 0o600 })
  await rename(draft, path)
}

export type Report = {
  file: string
  at: number
  code: string
  message: { vi: string; en: string }
  detail: Record<string, unknown>
}

/** The newest reports of what could not be read, of those found among the first 5,000 entries. */
export async function reportsIn(folder: string, most: number): Promise<Report[]> {
  const found: { name: string; mtimeMs: number }[] = []
  let looked = 0
  const entries = await opendir(join(folder, 'refused')).catch(() => null)
  for await (const entry of entries ?? []) {
    if (++looked > LOOKED) break
    if (!entry.isFile() || !entry.name.endsWith('.report.json')) continue
    const { mtimeMs } = await lstat(join(folder, 'refused', entry.name))
    found.push({ name: entry.name, mtimeMs })
  }
  const newest = found.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(0, most)
  return Promise.all(
    newest.map(async ({ name, mtimeMs }) => {
      const { file, code, message, detail } = JSON.parse(
        await readFile(join(folder, 'refused', name), 'utf8'),
      ) as Report
      return { file, at: mtimeMs, code, message, detail }
    }),
  )
}

/** A file that a person brings through the page: appears in `in` whole, under its own name or one like it. */
export async function putIn(folder: string, name: string, body: Buffer): Promise<string> {
  await makeFolders(folder)
  const draft = join(folder, 'in', `.${randomBytes(6).toString('hex')}.part`)
  await writeFile(draft, body, { mode: 0o600, flush: true })
  try {
    const ending = extname(name)
    for (let n = 1; n < 1_000; n++) {
      const other = n === 1 ? name : `${name.slice(0, name.length - ending.length)}~${n}${ending}`
      try {
        await link(draft, join(folder, 'in', other))
        return other
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
    }
    throw new FetchError('FOLDER_FAILED', { problem: 'EEXIST' })
  } finally {
    await unlink(draft).catch(() => {})
  }
}
