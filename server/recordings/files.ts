import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** The recordings' files in one folder, named by their ids. */
export class Files {
  readonly folder: string
  constructor(dataDir: string) {
    this.folder = join(dataDir, 'recordings')
  }

  prepare = () => mkdir(this.folder, { recursive: true, mode: 0o700 })
  name = (id: string, mime: string) => `${id}.${mime.endsWith('mp4') ? 'mp4' : 'webm'}`
  #path = (id: string, mime: string) => join(this.folder, this.name(id, mime))

  /** Writes at that place and resolves when it is on the disk; what an interrupted writing left behind is written over. */
  async write(id: string, mime: string, at: number, data: Buffer): Promise<void> {
    const file = await open(this.#path(id, mime), at === 0 ? 'w' : 'r+', 0o600)
    try {
      await file.write(data, 0, data.length, at)
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  /** Takes over a whole file that was made elsewhere, from another disk too. Rejects when it cannot be read. */
  async take(from: string, id: string, mime: string): Promise<{ bytes: number; sha256: Buffer }> {
    const path = this.#path(id, mime)
    await rename(from, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EXDEV') return copyFile(from, path)
      // Taken before, and the server went before it could say so.
      if (error.code !== 'ENOENT' || (await this.sizeOf(path)) === null) throw error
    })
    const file = await open(path, 'r')
    try {
      await file.datasync()
    } finally {
      await file.close()
    }
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    const { size } = await lstat(path)
    await rm(from, { force: true })
    return { bytes: size, sha256: hash.digest() }
  }

  /** Cuts it to what is known of it, and hashes that. */
  async finish(id: string, mime: string, bytes: number): Promise<Buffer> {
    const hash = createHash('sha256')
    if (bytes === 0) return hash.digest()
    const path = this.#path(id, mime)
    const file = await open(path, 'r+')
    try {
      await file.truncate(bytes)
      await file.datasync()
    } finally {
      await file.close()
    }
    await pipeline(createReadStream(path), hash)
    return hash.digest()
  }

  /** How large a file made elsewhere is; null when it is not there or is no plain file. */
  sizeOf = (path: string): Promise<number | null> =>
    lstat(path).then(
      (found) => (found.isFile() ? found.size : null),
      () => null,
    )

  /** How large ours is; null when there is none. */
  ownSize = (id: string, mime: string) => this.sizeOf(this.#path(id, mime))

  remove = (id: string, mime: string) => rm(this.#path(id, mime), { force: true })
}
