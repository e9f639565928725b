import type { Cell, Frame } from '../../shared/frame/cell.ts'
import { encodeFrame } from '../../shared/frame/codec.ts'
import { Outlet } from './outlet.ts'
import { type Packet, packetOf } from './packet.ts'
import type { LiveSocket } from './socket.ts'

type Source = (series: number) => Omit<Cell, 'index'>
/** Deltas kept for those who come back; at ten a second this is about half a minute. */
const HELD = 300
/** A client may be this many sequences behind before it is passed over. */
const MOST_BEHIND = 60

type Reader = {
  outlet: Outlet
  /** The last sequence handed to its transport. */
  sent: number
  /** The last it said it had applied. */
  applied: number
  /** It did not drain: it has what came up to `sent`, and gets the rest in one frame. */
  passedOver: boolean
}

/** A set of series that screens show: equal sets share one. Values are absolute, so a missed frame is made good by any later one. */
export class View {
  readonly id: number
  readonly series: readonly number[]
  readonly #epoch: number
  readonly #cell: Source
  readonly #shown: (now: number) => number
  readonly #place: Map<number, number>
  readonly #readers = new Map<LiveSocket, Reader>()
  /** Which places changed at each of the last sequences, to which values, and when that was. */
  readonly #held: { seq: number; at: number; places: number[]; values: Float64Array }[] = []
  /** The values at the sequence before the oldest that is held; made when the first is. */
  readonly #base: Float64Array
  readonly #passedOver = new Set<Reader>()
  #seq = 1
  #spokeAt = 0

  /** `shown` is the time that its frames speak of: now, unless they replay another. */
  constructor(
    id: number,
    series: readonly number[],
    epoch: number,
    cell: Source,
    shown: (now: number) => number = (now) => now,
  ) {
    this.id = id
    this.series = series
    this.#epoch = epoch
    this.#cell = cell
    this.#shown = shown
    this.#place = new Map(series.map((s, i) => [s, i]))
    this.#base = Float64Array.from(series, (s) => cell(s).value)
  }

  get empty(): boolean {
    return this.#readers.size === 0
  }
  has(socket: LiveSocket): boolean {
    return this.#readers.has(socket)
  }

  /** Whether a reader was passed over: it must be looked after even when nothing changes. */
  get waiting(): boolean {
    return this.#passedOver.size > 0
  }

  /** Joins a reader; the snapshot it gets stands for everything up to now. */
  join(socket: LiveSocket, now: number): Uint8Array {
    this.#enter(socket)
    const frame = this.#snapshot(now)
    // The parser knows bytes by Node's Buffer only; the same memory, not a copy.
    return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
  }
  leave(socket: LiveSocket): void {
    const reader = this.#readers.get(socket)
    if (reader) this.#passedOver.delete(reader)
    this.#readers.delete(socket)
  }

  /** After a gap or a reconnect: what changed since, when that is still known. False = it must be opened anew. */
  resume(socket: LiveSocket, epoch: number, seq: number, now: number): boolean {
    if (epoch !== this.#epoch || seq > this.#seq) return false
    const places = this.#since(seq)
    if (!places) return false
    this.#enter(socket).outlet.send(this.#delta(places, seq, now))
    return true
  }

  /** How long ago the frame was sent that this reader has last applied; 0 = it is up to date. */
  applied(socket: LiveSocket, seq: number, now: number): number {
    const reader = this.#readers.get(socket)
    if (!reader) return 0
    // Nobody has applied what was not sent, and what was applied once stays so.
    reader.applied = Math.max(reader.applied, Math.min(seq, reader.sent))
    if (reader.applied === this.#seq) return 0
    const behind = this.#held[this.#heldFrom(reader.applied)]
    return behind ? Math.max(0, now - behind.at) : 0
  }

  /** One frame for all that changed, made ready once; who does not drain is passed over and gets one merged frame later. */
  tick(changed: Iterable<number>, now: number): void {
    const places: number[] = []
    for (const s of changed) {
      const place = this.#place.get(s)
      if (place !== undefined) places.push(place)
    }
    if (places.length) {
      const previous = this.#seq++
      const cells = this.#cells(places)
      const values = Float64Array.from(cells, (c) => c.value)
      this.#held.push({ seq: this.#seq, at: now, places, values })
      if (this.#held.length > HELD) this.#forget()
      const packet = packetOf(this.#encode('delta', cells, previous, now))
      this.#spokeAt = now
      for (const reader of this.#readers.values()) {
        if (reader.passedOver) continue
        if (this.#drains(reader)) {
          reader.outlet.send(packet)
          reader.sent = this.#seq
        } else {
          reader.passedOver = true
          this.#passedOver.add(reader)
        }
      }
    }
    if (this.#passedOver.size) this.#catchUp(now)
  }

  /** Quiet differs from dead: something is said at least this often. */
  beat(every: number, now: number): void {
    if (now - this.#spokeAt < every) return
    this.#spokeAt = now
    const packet = packetOf(this.#encode('heartbeat', [], this.#seq, now))
    for (const reader of this.#readers.values()) if (!reader.passedOver) reader.outlet.send(packet)
  }

  /** The sequence it stands at, and the series that changed after `seq`; null when that is no longer known. */
  stand(seq: number): { seq: number; later: ReadonlySet<number> } | null {
    const places = seq > this.#seq ? null : this.#since(seq)
    return places && { seq: this.#seq, later: new Set(places.map((p) => this.series[p] ?? -1)) }
  }

  /** When the series was first in a frame at or after `since` (ms); null when that is not held any more. */
  firstSent(series: number, since: number): number | null {
    const place = this.#place.get(series)
    const oldest = this.#held[0]
    if (place === undefined || !oldest || oldest.at > since) return null
    return this.#held.find((h) => h.at >= since && h.places.includes(place))?.at ?? null
  }

  /**
   * What the frame of a sequence said of a series, and what the next one did: a snapshot may be a tick ahead of its
   * sequence. Undefined when the view has no such series or that is not held any more.
   */
  sent(seq: number, series: number): number[] | undefined {
    const place = this.#place.get(series)
    const oldest = this.#held[0]?.seq ?? this.#seq + 1
    if (place === undefined || seq > this.#seq || seq < oldest - 1) return undefined
    let before = this.#base[place] ?? Number.NaN
    for (const { seq: at, places, values } of this.#held) {
      const i = places.indexOf(place)
      if (i < 0) continue
      const value = values[i] ?? Number.NaN
      if (at <= seq) before = value
      else return at === seq + 1 ? [before, value] : [before]
    }
    return [before, this.#cell(series).value]
  }

  /** Who reads it now. */
  readers(): Iterable<LiveSocket> {
    return this.#readers.keys()
  }

  tellChanged(): void {
    for (const socket of this.#readers.keys()) socket.emit('view:changed', this.id)
  }

  #enter(socket: LiveSocket): Reader {
    this.leave(socket)
    const reader = { outlet: new Outlet(socket), sent: this.#seq, applied: this.#seq, passedOver: false }
    this.#readers.set(socket, reader)
    return reader
  }

  #forget(): void {
    const gone = this.#held.shift()
    gone?.places.forEach((place, i) => {
      this.#base[place] = gone.values[i] ?? Number.NaN
    })
  }

  /** Whoever drains again gets all that changed since in one frame; those who stopped at the same time the same one. */
  #catchUp(now: number): void {
    const merged = new Map<number, Packet>()
    for (const reader of this.#passedOver) {
      if (!this.#drains(reader)) continue
      const packet =
        merged.get(reader.sent) ??
        this.#delta(this.#since(reader.sent) ?? [...this.series.keys()], reader.sent, now)
      merged.set(reader.sent, packet)
      reader.outlet.send(packet)
      reader.sent = this.#seq
      reader.passedOver = false
      this.#passedOver.delete(reader)
    }
  }

  #drains({ outlet, sent, applied }: Reader): boolean {
    return sent - applied < MOST_BEHIND && outlet.drains
  }

  /** Where in what is held the first sequence after this one stands: they follow each other without a gap. */
  #heldFrom(seq: number): number {
    return Math.max(0, seq + 1 - (this.#held[0]?.seq ?? 0))
  }
  /** The places that changed after a sequence; null when that is no longer known. */
  #since(seq: number): number[] | null {
    const oldest = this.#held[0]?.seq ?? this.#seq + 1
    if (seq < oldest - 1) return null
    const places = new Set<number>()
    for (let i = this.#heldFrom(seq); i < this.#held.length; i++)
      for (const p of this.#held[i]?.places ?? []) places.add(p)
    return [...places]
  }

  #snapshot(now: number): Uint8Array {
    return this.#encode('snapshot', this.#cells([...this.series.keys()]), this.#seq, now)
  }
  #delta(places: number[], previous: number, now: number): Packet {
    return packetOf(this.#encode('delta', this.#cells(places), previous, now))
  }
  #cells(places: readonly number[]): Cell[] {
    return places.map((index) => ({ index, ...this.#cell(this.series[index] ?? -1) }))
  }
  #encode(kind: Frame['kind'], cells: Cell[], previous: number, now: number): Uint8Array {
    return encodeFrame({
      kind,
      view: this.id,
      epoch: this.#epoch,
      seq: this.#seq,
      previous,
      serverTime: this.#shown(now),
      cells,
    })
  }
}
