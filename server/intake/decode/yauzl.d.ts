declare module 'yauzl' {
  import type { EventEmitter } from 'node:events'
  import type { Readable } from 'node:stream'
  export type Entry = { fileName: string; compressedSize: number; uncompressedSize: number }
  export interface ZipFile extends EventEmitter {
    readEntry(): void
    openReadStream(entry: Entry, done: (error: Error | null, stream: Readable) => void): void
  }
  export function fromBuffer(
    buffer: Buffer,
    options: { lazyEntries: boolean; validateEntrySizes: boolean },
    done: (error: Error | null, zip: ZipFile) => void,
  ): void
}
