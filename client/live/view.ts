import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Cell, Frame } from '../../shared/frame/cell.ts'
import { decodeFrame } from '../../shared/frame/codec.ts'
import type { CellMeta, LiveError, ViewOpened, ViewQuestion } from '../../shared/live.ts'
import type { FrameMark } from '../../shared/room.ts'
import { learnDays } from './freshness.ts'

export type ViewStatus = 'idle' | 'opening' | 'open' | 'refused'
/** What a page sees of a view. `cells[i].` meta and cell `i` belong together. */
export type LiveView = {
  readonly cells: readonly CellMeta[]
  readonly status: ViewStatus
  readonly error: LiveError['error'] | null
  /** The place of a cell by indicator and unit code; -1 when the view has no such cell. */
  find(indicator: string, unit: string): number
  /** Of a screen: what it may not show now. */
  readonly hidden: readonly { indicator: string; unit: string }[]
  readonly values: ViewValues
}

/** The changing part: one slot a cell, replaced in place, with listeners a slot. Memory is fixed by the view's size. */
export class ViewValues {
  #cells: (Cell | null)[] = []
  /** Listeners of each cell index. */
  #byIndex = new Map<number, Set<() => void>>()
  #any = new Set<() => void>()
  #list: readonly (Cell | null)[] = []
  #frame: FrameMark | null = null

  get = (index: number): Cell | null => this.#cells[index] ?? null
  /** Which frame stands here: the same mark at two ends is the same cells. */
  frame = (): FrameMark | null => this.#frame
  /** A new array after each frame, for tables and maps. */
  list = (): readonly (Cell | null)[] => this.#list

  onCell(index: number, listener: () => void): () => void {
    const set = this.#byIndex.get(index) ?? new Set()
    this.#byIndex.set(index, set.add(listener))
    return () => {
      set.delete(listener)
      if (!set.size && this.#byIndex.get(index) === set) this.#byIndex.delete(index)
    }
  }
  onAny(listener: () => void): () => void {
    this.#any.add(listener)
    return () => this.#any.delete(listener)
  }

  clear(): void {
    this.#cells = []
    this.#list = []
    this.#frame = null
    for (const set of this.#byIndex.values()) for (const call of set) call()
    for (const call of this.#any) call()
  }

  restore(values: readonly (Cell | null)[]): void {
    this.#cells = [...values]
    this.#list = [...values]
    for (const call of this.#any) call()
  }

  /** A snapshot replaces everything; a delta only what it names. */
  apply(frame: Frame, size: number): void {
    const before = this.#cells
    if (frame.kind === 'snapshot') this.#cells = new Array(size).fill(null)
    for (const cell of frame.cells) if (cell.index < size) this.#cells[cell.index] = cell
    this.#list = this.#cells.slice()
    this.#frame = { view: frame.view, epoch: frame.epoch, seq: frame.seq }
    const touched = frame.kind === 'snapshot' ? Math.max(before.length, size) : null
    if (touched !== null) for (const set of this.#byIndex.values()) for (const call of set) call()
    else for (const { index } of frame.cells) for (const call of this.#byIndex.get(index) ?? []) call()
    for (const call of this.#any) call()
  }
}

const key = (indicator: string, unit: string) => `${indicator}@${unit}`
const NOWHERE = -1

function liveView(
  status: ViewStatus,
  cells: readonly CellMeta[],
  values: ViewValues,
  error: LiveError['error'] | null,
  hidden: LiveView['hidden'] = [],
): LiveView {
  // The first of a code wins: of two eras of a code the server lists the one in force first.
  const places = new Map<string, number>()
  cells.forEach((c, i) => {
    if (!places.has(key(c.indicator, c.unit))) places.set(key(c.indicator, c.unit), i)
  })
  return {
    cells,
    status,
    error,
    hidden,
    values,
    find: (indicator, unit) => places.get(key(indicator, unit)) ?? NOWHERE,
  }
}

/** What one applied frame means for the link: in order, old news, or something is missing. */
export type Applied = 'applied' | 'ignored' | 'gap'

/** One question's state across reconnects. Knows no socket: it is told what came and says what it lacks. */
export class ViewState {
  readonly question: ViewQuestion
  readonly store: StoreApi<LiveView>
  readonly #values = new ViewValues()
  /** The server's number of this view and the life it belongs to; null until opened. */
  id: number | null = null
  epoch = 0
  seq = 0
  opening = false
  resuming = false
  /** How often it was asked for: an older question's answer is known by it. */
  asked = 0

  constructor(question: ViewQuestion) {
    this.question = question
    this.store = createStore<LiveView>(() => liveView('idle', [], this.#values, null))
  }

  /** Opened anew: pictures and places come together, so a page never pairs a cell with another's name. */
  opened(answer: ViewOpened): void {
    this.id = answer.view
    learnDays(answer.days)
    const frame = decodeFrame(bytesOf(answer.snapshot))
    this.epoch = frame.epoch
    this.seq = frame.seq
    this.resuming = false
    this.#values.apply(frame, answer.cells.length)
    this.store.setState(liveView('open', answer.cells, this.#values, null, answer.hidden), true)
  }

  /** Numbers that were kept from before: they stand until the server answers. */
  restore(cells: readonly CellMeta[], values: readonly (Cell | null)[]): void {
    this.#values.restore(values)
    this.store.setState(liveView('open', cells, this.#values, null), true)
  }

  waiting(): void {
    // The last picture stays while the link is away or the view is asked for again.
    const { status, cells } = this.store.getState()
    if (status === 'idle' || status === 'refused')
      this.store.setState(liveView('opening', cells, this.#values, null), true)
  }

  /** The page's time is another: the picture goes, and an answer still on its way is not taken. */
  forget(): void {
    this.id = null
    this.resuming = false
    this.opening = false
    this.asked++
    this.#values.clear()
    this.store.setState(liveView('opening', [], this.#values, null), true)
  }

  refused(error: LiveError['error']): void {
    this.id = null
    this.store.setState(liveView('refused', [], this.#values, error), true)
  }

  frame(frame: Frame): Applied {
    if (frame.epoch !== this.epoch) return 'gap'
    const size = this.store.getState().cells.length
    if (frame.kind === 'snapshot') {
      this.seq = frame.seq
      this.resuming = false
      this.#values.apply(frame, size)
      return 'applied'
    }
    if (frame.kind === 'heartbeat') {
      if (frame.seq > this.seq) return 'gap'
      if (frame.seq === this.seq) this.resuming = false
      return 'ignored'
    }
    if (frame.seq <= this.seq) return 'ignored'
    if (frame.previous !== this.seq) return 'gap'
    this.seq = frame.seq
    this.resuming = false
    this.#values.apply(frame, size)
    return 'applied'
  }
}

/** msgpack gives an ArrayBuffer in the browser and a Buffer in Node. */
export function bytesOf(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  throw new TypeError('a frame must be bytes')
}
