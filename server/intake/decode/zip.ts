import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

const ENTRIES = 2_000

/**
 * Inflates every entry into nothing, counting: a header may lie about its size, the stream cannot.
 * Throws RangeError when declared or actual bytes pass `limit`, Error when it is no sound archive.
 */
export async function checkZip(body: Buffer, limit: number): Promise<void> {
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
        stream.on('data', (chunk: Buffer) => {
          actual += chunk.length
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
}
