import type { Cell, Frame } from '../../shared/frame/cell.ts'
import { encodeFrame } from '../../shared/frame/codec.ts'
import type { LiveSocket } from './socket.ts'

type Source = (series: number) => Omit<Cell, 'index'>
/** Deltas kept for those who come back; at ten a second this is about half a minute. */
const HELD = 300
/** A client may be this many sequences behind before it is passed over. */
const MOST_BEHIND = 60

type Reader = {
  socket: LiveSocket
  /** The last sequence handed to its transport. */
  sent: number
  /** The last it said it had applied. */
  applied: number
  /** Places it missed while it did not drain; null = none. */
  missed: Set<number> | null
}

/** A set of series that screens show: equal sets share one. Values are absolute, so a missed frame is made good by any later one. */
export class View {
  readonly id: number
  readonly series: readonly number[]
  readonly #epoch: number
  readonly #cell: Source
  readonly #place: Map<number, number>
  readonly #readers = new Map<LiveSocket, Reader>()
  /** Which places changed at each of the last sequences, and when that was. */
  readonly #held: { seq: number; at: number; places: number[] }[] = []
  #seq = 1
  #spokeAt = 0

  constructor(id: number, series: readonly number[], epoch: number, cell: Source) {
    this.id = id
    this.series = series
    this.#epoch = epoch
    this.#cell = cell
    this.#place = new Map(series.map((s, i) => [s, i]))
  }

  get empty(): boolean {
    return this.#readers.size === 0
  }
  has(socket: LiveSocket): boolean {
    return this.#readers.has(socket)
  }

  /** Joins a reader; the snapshot it gets stands for everything up to now. */
  join(socket: LiveSocket, now: number): Uint8Array {
    this.#readers.set(socket, { socket, sent: this.#seq, applied: this.#seq, missed: null })
    return this.#snapshot(now)
  }
  leave(socket: LiveSocket): void {
    this.#readers.delete(socket)
  }

  /** After a gap or a reconnect: what changed since, when that is still known. False = it must be opened anew. */
  resume(socket: LiveSocket, epoch: number, seq: number, now: number): boolean {
    const oldest = this.#held[0]?.seq ?? this.#seq + 1
    if (epoch !== this.#epoch || seq > this.#seq || seq < oldest - 1) return false
    const places = new Set<number>()
    for (const h of this.#held) if (h.seq > seq) for (const p of h.places) places.add(p)
    this.#readers.set(socket, { socket, sent: this.#seq, applied: this.#seq, missed: null })
    socket.emit('frame', this.#delta([...places], seq, now))
    return true
  }

  /** How long ago the frame was sent that this reader has last applied; 0 = it is up to date. */
  applied(socket: LiveSocket, seq: number, now: number): number {
    const reader = this.#readers.get(socket)
    if (!reader) return 0
    reader.applied = Math.min(seq, this.#seq)
    const behind = this.#held.find((h) => h.seq > reader.applied)
    return behind ? Math.max(0, now - behind.at) : 0
  }

  /** One frame for all that changed, encoded once; who does not drain is passed over and gets one merged frame later. */
  tick(changed: Iterable<number>, now: number): void {
    const places: number[] = []
    for (const s of changed) {
      const place = this.#place.get(s)
      if (place !== undefined) places.push(place)
    }
    if (places.length) {
      const previous = this.#seq++
      this.#held.push({ seq: this.#seq, at: now, places })
      if (this.#held.length > HELD) this.#held.shift()
      const bytes = this.#delta(places, previous, now)
      this.#spokeAt = now
      for (const reader of this.#readers.values()) {
        if (reader.missed || !this.#drains(reader)) {
          reader.missed ??= new Set()
          for (const p of places) reader.missed.add(p)
        } else {
          reader.socket.emit('frame', bytes)
          reader.sent = this.#seq
        }
      }
    }
    for (const reader of this.#readers.values()) {
      if (!reader.missed || !this.#drains(reader)) continue
      reader.socket.emit('frame', this.#delta([...reader.missed], reader.sent, now))
      reader.sent = this.#seq
      reader.missed = null
    }
  }

  /** Quiet differs from dead: something is said at least this often. */
  beat(every: number, now: number): void {
    if (now - this.#spokeAt < every) return
    this.#spokeAt = now
    const bytes = this.#encode('heartbeat', [], this.#seq, now)
    for (const reader of this.#readers.values()) if (!reader.missed) reader.socket.emit('frame', bytes)
  }

  tellChanged(): void {
    for (const { socket } of this.#readers.values()) socket.emit('view:changed', this.id)
  }

  #drains({ socket, sent, applied }: Reader): boolean {
    const { transport } = socket.conn
    // Not in its types: the packets that wait for the transport.
    const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] }
    const waiting = writeBuffer.length > 2 || (!transport.writable && writeBuffer.length > 0)
    return !waiting && sent - applied < MOST_BEHIND
  }

  #snapshot(now: number): Uint8Array {
    return this.#encode('snapshot', [...this.series.keys()], this.#seq, now)
  }
  #delta(places: number[], previous: number, now: number): Uint8Array {
    return this.#encode('delta', places, previous, now)
  }
  #encode(kind: Frame['kind'], places: number[], previous: number, now: number): Uint8Array {
    const cells = places.map((index) => ({ index, ...this.#cell(this.series[index] ?? -1) }))
    const bytes = encodeFrame({
      kind,
      view: this.id,
      epoch: this.#epoch,
      seq: this.#seq,
      previous,
      serverTime: now,
      cells,
    })
    // The parser knows bytes by Node's Buffer only; the same memory, not a copy.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
}
