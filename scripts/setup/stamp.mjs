import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Every file below a path, or the path itself when it is a file, in the order of names. */
function* filesOf(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') yield path
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) yield* filesOf(inside)
    else if (entry.isFile()) yield inside
  }
}

/** One SHA-256 over the names and contents of files and folders. */
export function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    for (const file of filesOf(join(root, path))) {
      const content = readFileSync(file)
      hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
    }
  return hash.digest('hex')
}

/** Whether the step was last done for exactly this state. */
export function isStamped(file, value) {
  try {
    return readFileSync(file, 'utf8').trim() === value
  } catch {
    return false
  }
}

/** Written only after the step succeeded: one that was cut off is done again. */
export function stamp(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${value}\n`)
}
