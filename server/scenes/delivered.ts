import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scene } from '../../shared/scene.ts'
import { readScene } from '../../shared/scene-check.ts'

const FOLDER = join(import.meta.dirname, 'delivered')

/** The scenes that come with the product. Throws when one of them is not a scene. */
export async function deliveredScenes(): Promise<Scene[]> {
  const files = (await readdir(FOLDER)).filter((f) => f.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const read = readScene(await readFile(join(FOLDER, file), 'utf8'))
      if ('faults' in read) throw new Error(`${file}: ${JSON.stringify(read.faults[0])}`)
      if (`${read.scene.key}.json` !== file) throw new Error(`${file}: its key is ${read.scene.key}`)
      return read.scene
    }),
  )
}
