import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

const ENTRIES = 2_000

/**
 * Inflates every entry into nothing, counting: a header may lie about its size, the stream cannot.
 * Answers whether any entry holds one of `words` (UTF-8). Throws RangeError when declared or actual bytes pass `limit`,
 * Error when it is no sound archive.
 */
export async function checkZip(body: Buffer, limit: number, words: readonly string[] = []): Promise<boolean> {
  const sought = words.map((word) => Buffer.from(word))
  // What a word may have begun with in the bytes before.
  const kept = Math.max(0, ...sought.map((word) => word.length - 1))
  let found = false
  const zip = await new Promise<ZipFile>((done, fail) =>
    fromBuffer(body, { lazyEntries: true, validateEntrySizes: false }, (error, z) =>
      error ? fail(error) : done(z),
    ),
  )
  let entries = 0
  let declared = 0
  let actual = 0
  const tooLarge = () => new RangeError(`the archive unfolds to more than ${limit} bytes`)
  await new Promise<void>((done, fail) => {
    zip.on('error', fail)
    zip.on('end', done)
    zip.on('entry', (entry: Entry) => {
      declared += entry.uncompressedSize
      if (++entries > ENTRIES) return fail(new RangeError(`the archive has more than ${ENTRIES} entries`))
      if (declared > limit) return fail(tooLarge())
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error)
        stream.on('error', fail)
        let before: Buffer = Buffer.alloc(0)
        stream.on('data', (chunk: Buffer) => {
          actual += chunk.length
          if (kept && !found) {
            const seen = Buffer.concat([before, chunk])
            found = sought.some((word) => seen.includes(word))
            before = seen.subarray(-kept)
          }
          if (actual > limit) {
            stream.destroy()
            fail(tooLarge())
          }
        })
        stream.on('end', () => zip.readEntry())
      })
    })
    zip.readEntry()
  })
  return found
}
