import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { LogAbout, LogEntryView, LogFilter } from '../../shared/api/logbook.ts'
import { fold } from '../../shared/fold.ts'
import { shiftOfEntry } from '../../shared/log.ts'
import { RequestError } from '../../shared/refusal.ts'
import { type ShiftRef, sameShift } from '../../shared/shift.ts'
import type { AccountPrincipal } from '../access/index.ts'
import type { LogbookNote } from '../bus.ts'
import { transaction } from '../db/index.ts'
import { snapshotOf } from './snapshot.ts'
import {
  digestOf,
  type Entry,
  insertEntries,
  insertLock,
  lockAlone,
  lockShared,
  type NewEntry,
  readEntries,
  readEntry,
  readLocks,
  readShift,
} from './store.ts'

type By = { person: AccountPrincipal; address: string }
type Closed = { entries: number; sha256: string }
const DAY_MS = 86_400_000
/** Early handovers may close shifts that have not begun: so many after the hour's own are looked at for an open one. */
const AHEAD = 12

/** The words of a note by which it is found. */
const foldedOf = (e: Omit<NewEntry, 'folded' | 'shift'>): string =>
  fold(
    [e.text.vi, e.text.en, e.subject ?? '', e.snapshot?.name.vi ?? '', e.snapshot?.name.en ?? ''].join(' '),
  )

/** The shift log: written by people and, from the bus, by the system; read, corrected by new rows, closed by a handover. */
export class Logbook {
  readonly #app: FastifyInstance
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** Throws POSITION_NOT_YOURS, NOT_FOUND (what it speaks of), BAD_REQUEST for a time not of the last day. */
  async write(
    by: By,
    input: { text: string; about?: LogAbout; position?: string; at?: number },
  ): Promise<LogEntryView> {
    const { person } = by
    const own = this.#app.shifts.watchesOf(person.id)
    if (input.position !== undefined && !own.some((w) => w.position === input.position))
      throw new RequestError('FORBIDDEN', { position: input.position, reason: 'NOT_HELD' })
    const now = Date.now()
    const at = input.at ?? now
    if (at > now + 60_000 || at < now - DAY_MS)
      throw new RequestError('BAD_REQUEST', { field: 'at', reason: 'LOG_TIME' })
    const taken = input.about ? snapshotOf(this.#app, person, input.about) : null
    const text = input.text.trim().normalize('NFC')
    const watch = own.find((w) => w.position === input.position) ?? own[0] ?? null
    return this.#add(by, 'log.written', {
      at: Math.min(at, now),
      kind: 'note',
      automatic: false,
      position: watch?.position ?? null,
      account: person.id,
      actor: `account:${person.username}`,
      text: { vi: text, en: text },
      subject: taken?.subject ?? null,
      snapshot: taken?.snapshot ?? null,
      corrects: null,
      detail: {},
    })
  }

  /** Throws LOG_LOCKED after the handover, LOG_CORRECTED when a newer correction stands, FORBIDDEN for another's entry. */
  async correct(by: By, id: number, text: string, reason: string): Promise<LogEntryView> {
    const { person } = by
    const old = await readEntry(this.#app.db.pool, id)
    if (!old) throw new RequestError('NOT_FOUND', { entry: id })
    if (old.automatic || (old.account !== person.id && !this.#app.shifts.holdsChief(person.id)))
      throw new RequestError('FORBIDDEN', { entry: id, reason: 'NOT_YOUR_ENTRY' })
    if (old.locked) throw new RequestError('LOG_LOCKED', { entry: id })
    if (old.correctedBy !== null) throw new RequestError('LOG_CORRECTED', { entry: id, by: old.correctedBy })
    const words = text.trim().normalize('NFC')
    const entry = {
      ...{ at: old.at, kind: 'correction', automatic: false, position: old.position, account: person.id },
      ...{ actor: `account:${person.username}`, text: { vi: words, en: words }, subject: old.subject },
      ...{ snapshot: old.snapshot, corrects: id, detail: { reason: reason.trim() } },
    }
    return this.#add(by, 'log.corrected', entry, old.shift)
  }

  /** What the system saw, in the order it was told; resolves when it is kept. */
  async keep(notes: readonly LogbookNote[]): Promise<void> {
    await transaction(this.#app.db.pool, async (client) => {
      await lockShared(client)
      // Under a position's name nothing goes into a part that its own handover has closed.
      const shifts = new Map<string | null, ShiftRef>()
      const entries: NewEntry[] = []
      for (const { at, kind, subject, text, actor, detail } of notes) {
        const position = typeof detail.position === 'string' ? detail.position : null
        const known = this.#app.shifts.positions().some((p) => p.id === position) ? position : null
        const shift = shifts.get(known) ?? (await this.#shiftFor(client, known, null))
        shifts.set(known, shift)
        const e = {
          ...{ at, kind, automatic: true, position: known, account: null, actor, text, subject },
          ...{ snapshot: null, corrects: null, detail },
        }
        entries.push({ ...e, shift, folded: foldedOf(e) })
      }
      await insertEntries(client, entries)
    })
    this.#app.bus.emit('log')
  }

  async list(person: AccountPrincipal, filter: LogFilter, limit: number): Promise<LogEntryView[]> {
    const entries = await readEntries(this.#app.db.readPool, filter, limit)
    return entries.map((e) => this.#view(e, person.id))
  }

  /** What a handover reads: the shift's entries, of a position alone and up to an entry when they are named. */
  async ofShift(shift: ShiftRef, position: string | null, upTo: number | null): Promise<LogEntryView[]> {
    return (await readShift(this.#app.db.readPool, shift, position, upTo)).map((e) => this.#view(e, null))
  }

  /**
   * Closes a shift's log (or one position's part) inside the handover's transaction; of a shift that goes on, what stands
   * in it so far, up to the entry `upTo`.
   */
  async lock(
    client: pg.ClientBase,
    shift: ShiftRef,
    position: string | null,
    goesOn: boolean,
  ): Promise<Closed & { upTo: number | null }> {
    await lockAlone(client)
    const entries = await readShift(client, shift, position)
    const sha256 = digestOf(entries)
    const upTo = goesOn ? (entries.at(-1)?.id ?? 0) : null
    await insertLock(client, { ...shift, position, upTo, entries: entries.length, sha256 })
    return { entries: entries.length, sha256: sha256.toString('hex'), upTo }
  }

  /** The hash of what the log says now, to hold against the one that was signed. */
  async digest(shift: ShiftRef, position: string | null, upTo: number | null): Promise<Closed> {
    const entries = await readShift(this.#app.db.readPool, shift, position, upTo)
    return { entries: entries.length, sha256: digestOf(entries).toString('hex') }
  }

  async #add(
    by: By,
    action: string,
    e: Omit<NewEntry, 'shift' | 'folded'>,
    wanted: ShiftRef | null = null,
  ): Promise<LogEntryView> {
    const { person, address } = by
    const id = await transaction(this.#app.db.pool, async (client) => {
      await lockShared(client)
      // A handover may have closed the entry while this waited for the lock.
      if (e.corrects !== null && (await readEntry(client, e.corrects))?.locked)
        throw new RequestError('LOG_LOCKED', { entry: e.corrects })
      const shift = await this.#shiftFor(
        client,
        e.position,
        wanted ?? this.#writerShift(person.id, e.position),
      )
      if (wanted && !sameShift(wanted, shift)) throw new RequestError('LOG_LOCKED', { entry: e.corrects })
      const [added] = await insertEntries(client, [{ ...e, shift, folded: foldedOf(e) }]).catch((error) => {
        // Two corrections of one entry at once: the second is told.
        if (error instanceof Error && 'code' in error && error.code === '23505')
          throw new RequestError('LOG_CORRECTED', { entry: e.corrects })
        throw error
      })
      const detail = { shift, subject: e.subject, ...(e.corrects ? { corrects: e.corrects } : {}) }
      const act = { actor: `account:${person.username}`, action, subject: `log:${added}`, address }
      await this.#app.audit.record({ ...act, detail }, client)
      return added
    })
    this.#app.bus.emit('log')
    const entry = id === undefined ? null : await readEntry(this.#app.db.pool, id)
    if (!entry) throw new Error('the entry was not written')
    return this.#view(entry, person.id)
  }

  #writerShift(account: number, position: string | null): ShiftRef | null {
    return this.#app.shifts.watchesOf(account).find((w) => w.position === position)?.shift ?? null
  }

  async #shiftFor(
    client: pg.ClientBase,
    position: string | null,
    writer: ShiftRef | null,
  ): Promise<ShiftRef> {
    const { shifts } = this.#app
    const coming = [shifts.now()]
    while (coming.length <= AHEAD) coming.push(shifts.now(coming.at(-1)?.to))
    const chiefs = shifts.chief()
    const chief = shifts.watches().find((w) => w.position === chiefs?.id)?.shift ?? null
    const may = [writer, chief, ...coming].filter((s) => s !== null)
    const locks = await readLocks(client, may)
    const closed = (s: ShiftRef) =>
      locks.some((k) => sameShift(k, s) && (k.position === null || k.position === position))
    const found = shiftOfEntry({ writer, chief, coming }, closed)
    if (!found) throw new RequestError('LOG_LOCKED', { shifts: may.length })
    return { day: found.day, no: found.no }
  }

  #view(e: Entry, reader: number | null): LogEntryView {
    const position = this.#app.shifts.positions().find((p) => p.id === e.position)
    const { id, at, recordedAt, shift, kind, automatic, by, text, subject, snapshot, corrects } = e
    return {
      ...{ id, at, recordedAt, shift, kind, automatic, text, subject, snapshot, corrects },
      by: by ?? (e.actor && this.#nameOf(e.actor)),
      mine: reader !== null && e.account === reader,
      position:
        e.position === null
          ? null
          : {
              id: e.position,
              code: position?.code ?? e.position,
              name: position?.name ?? { vi: e.position, en: e.position },
            },
      correctedBy: e.correctedBy,
      reason: typeof e.detail.reason === 'string' ? e.detail.reason : null,
      locked: e.locked,
    }
  }
  /** 'account:lan' → 'lan'; programs keep their kind before their name. */
  #nameOf = (actor: string): string => (actor.startsWith('account:') ? actor.slice(8) : actor)
}
