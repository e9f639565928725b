import { opendir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { DropSettings, HealthView, TrialView } from '../../../../shared/api/connectors.ts'
import { RequestError } from '../../../../shared/refusal.ts'
import type { Files } from '../../files/index.ts'
import type { Answer } from '../../types.ts'
import { Scheduled } from '../scheduled.ts'
import { startOf } from '../trial.ts'
import { FetchError, type Kind, type Room, type Try } from '../types.ts'
import { makeFolders, moveTo, onDisk, readSteady, type Seen, waitingFiles, writeBeside } from './folder.ts'

/** Files taken in one look; whoever has more is looked at again at once, and others have their turn meanwhile. */
const BATCH = 100
const DAY = 86_400_000
const SWEEP = 3_600_000
/** HTTP's words for what is the file's own fault; anything else leaves it where it is, to be tried again. */
const UNUSABLE = new Set([400, 409, 413, 415, 422])

/** A folder that a source puts its files into: each is taken in once, answered beside itself, and never lost. */
export const fileDrop: Kind<DropSettings> = {
  fault: () => null,
  secrets: () => [],
  place: () => '',
  make: (room) => {
    const drop = new Drop(room)
    return new Scheduled({
      every: room.settings.every,
      opening: room.opening,
      onError: room.onError,
      recall: async () => {
        await onDisk(() => makeFolders(room.folder))
        const { contactAt, deliveryAt } = await room.readBookmark()
        return { contactAt: contactAt ?? null, deliveryAt: deliveryAt ?? null, dueAt: 0 }
      },
      look: (signal, health) => drop.look(signal, health),
    })
  },
  trial,
}

/** What the file is read as: by the settings, else by its own ending. */
const readAs = (name: string, { format }: DropSettings) => (format ? `${name}.${format}` : name)

class Drop {
  readonly #room: Room<DropSettings>
  /** As they were at the look before: one that is the same at two looks is whole. */
  #before = new Map<string, Seen>()
  #sweptAt = 0

  constructor(room: Room<DropSettings>) {
    this.#room = room
  }

  async look(signal: AbortSignal, health: HealthView): Promise<boolean> {
    const { folder } = this.#room
    const files = await onDisk(() => waitingFiles(folder))
    const whole = files.filter((f) => {
      const before = this.#before.get(f.name)
      return before?.size === f.size && before.mtimeMs === f.mtimeMs
    })
    this.#before = new Map(files.map((f) => [f.name, f]))
    let taken = 0
    let failed: unknown = null
    for (const file of whole.slice(0, BATCH)) {
      if (signal.aborted) return false
      try {
        if (await this.#take(file, health)) taken++
      } catch (error) {
        // A busy server is left in peace; what one file brings about keeps no other waiting.
        if (error instanceof RequestError) throw error
        failed ??= error
      }
    }
    if (failed) throw failed
    await this.#sweep()
    return taken > 0 && whole.length > BATCH
  }

  /** Commit first, then the answer, then the move: an end in between is made good by the same file's repeated answer. */
  async #take(file: Seen, health: HealthView): Promise<boolean> {
    const { folder, limit, settings, deliver, readBookmark, writeBookmark } = this.#room
    const receivedAt = Date.now()
    let answer: Answer
    try {
      const body = await readSteady(folder, file, limit)
      if (!body) return false
      if (body.length > limit) throw new RequestError('TOO_LARGE', { limit, bytes: file.size })
      if (!body.length) throw new RequestError('BAD_BODY', { problem: 'empty' })
      answer = await deliver({ body, fileName: readAs(file.name, settings), receivedAt })
      const contact = Buffer.from(`${file.name}: unchanged`)
      if (answer.repeated) await deliver({ body: contact, fileName: null, receivedAt })
    } catch (error) {
      if (!(error instanceof RequestError && UNUSABLE.has(error.status))) throw error
      await this.#refuse(file.name, error)
      health.lastContactAt = receivedAt
      return true
    }
    const place = answer.accepted + answer.unchanged > 0 || answer.refused === 0 ? 'done' : 'refused'
    await onDisk(async () => {
      const name = await moveTo(folder, place, file.name)
      await writeBeside(folder, place, `${name}.answer.json`, `${JSON.stringify(answer, null, 2)}\n`)
    })
    this.#before.delete(file.name)
    Object.assign(health, { lastContactAt: receivedAt, lastDeliveryAt: receivedAt })
    await writeBookmark({ ...(await readBookmark()), contactAt: receivedAt, deliveryAt: receivedAt })
    return true
  }

  async #refuse(name: string, error: RequestError): Promise<void> {
    const { folder } = this.#room
    await onDisk(async () => {
      const moved = await moveTo(folder, 'refused', name)
      const report = { file: moved, at: new Date().toISOString(), ...error.body() }
      await writeBeside(folder, 'refused', `${moved}.report.json`, `${JSON.stringify(report, null, 2)}\n`)
    })
    this.#before.delete(name)
  }

  /** What was dealt with goes after its time; its bytes are with its message. */
  async #sweep(): Promise<void> {
    if (Date.now() - this.#sweptAt < SWEEP) return
    this.#sweptAt = Date.now()
    const { folder, settings } = this.#room
    const old = Date.now() - settings.keepDays * DAY
    await onDisk(async () => {
      for await (const entry of await opendir(join(folder, 'done'))) {
        if (!entry.isFile()) continue
        const path = join(folder, 'done', entry.name)
        const { ctimeMs } = await stat(path) // when it came here: its own time may be years ago
        if (ctimeMs < old) await unlink(path)
      }
    })
  }
}

/** The oldest file that waits, read and left where it is. */
async function trial({ id, settings, limit, folder }: Try<DropSettings>, files: Files): Promise<TrialView> {
  const began = performance.now()
  const [file] = await onDisk(async () => {
    await makeFolders(folder)
    return waitingFiles(folder)
  })
  const body = file && (await onDisk(() => readSteady(folder, file, limit)))
  if (!file || !body) throw new FetchError('NO_FILE', { folder: join(folder, 'in') })
  if (body.length > limit) throw new RequestError('TOO_LARGE', { limit, bytes: file.size })
  const preview = await files.preview({
    name: readAs(file.name, settings),
    body,
    connectionId: id,
    ...(settings.mapping ? { mapping: settings.mapping } : {}),
  })
  const milliseconds = Math.round(performance.now() - began)
  return {
    ...{ bytes: body.length, milliseconds, http: null, sql: null, from: file.name },
    start: startOf(body),
    preview,
  }
}
