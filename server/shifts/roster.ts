import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import type { RosterSlot, RosterView } from '../../shared/api/shifts.ts'
import { dayText } from '../../shared/calendar.ts'
import { RequestError } from '../../shared/refusal.ts'
import { dayOfText, rosterNotes, shiftsOf } from '../../shared/shift.ts'
import { transaction } from '../db/index.ts'
import type { By, Shifts } from './shifts.ts'
import { readRoster, writeSlot } from './store.ts'

type Slot = Static<typeof RosterSlot>
type Fault = { row: number; field: string; value: string; vi: string; en: string }
const HEADER = ['day', 'shift', 'position', 'username']
const MOST_FAULTS = 50

/** Who is planned: from one day, so many days on. */
export async function rosterOf(
  app: FastifyInstance,
  shifts: Shifts,
  from: string,
  count: number,
): Promise<RosterView> {
  const first = dayOfText(from)
  if (!Number.isInteger(first)) throw new RequestError('BAD_REQUEST', { field: 'from', value: from })
  const days = Array.from({ length: count }, (_, i) => {
    const day = first + i
    return { day: dayText(day), shifts: shiftsOf(shifts.plans(), day) }
  })
  const planned = await readRoster(app.db.readPool, from, dayText(first + count - 1))
  const all = days.flatMap((d) => d.shifts)
  return {
    days,
    planned,
    notes: rosterNotes(all, shifts.positions(), planned),
    people: await shifts.people(),
  }
}

export async function rosterCsv(app: FastifyInstance, from: string, count: number): Promise<string> {
  const rows = await readRoster(app.db.readPool, from, dayText(dayOfText(from) + count - 1))
  const lines = rows.map((r) => [r.day, r.no, r.position, r.username, r.displayName])
  return `\uFEFF${stringify([[...HEADER, 'name'], ...lines], { escape_formulas: true })}`
}

/** Writes the slots as they shall be. Throws BAD_REQUEST naming what no slot or person has; then nothing is written. */
export async function planRoster(
  app: FastifyInstance,
  shifts: Shifts,
  by: By,
  slots: readonly Slot[],
): Promise<void> {
  const known = new Set((await shifts.people()).map((p) => p.account))
  for (const s of slots) {
    shifts.position(s.position)
    const day = dayOfText(s.day)
    if (!Number.isInteger(day) || !shifts.named(s))
      throw new RequestError('BAD_REQUEST', { field: 'no', day: s.day, value: s.no })
    const stranger = s.accounts.find((a) => !known.has(a))
    if (stranger !== undefined) throw new RequestError('NOT_FOUND', { account: stranger })
  }
  await transaction(app.db.pool, async (client) => {
    for (const s of slots) await writeSlot(client, s)
    const days = slots.map((s) => s.day).sort()
    const act = { actor: `account:${by.person.username}`, action: 'roster.planned', address: by.address }
    const detail = { slots: slots.slice(0, 200), count: slots.length }
    await app.audit.record({ ...act, subject: `roster:${days[0]}..${days.at(-1)}`, detail }, client)
  })
  app.bus.emit('shifts')
}

/** A roster in CSV, day,shift,position,username: all of it or, naming the rows at fault, nothing. */
export async function importRoster(
  app: FastifyInstance,
  shifts: Shifts,
  by: By,
  csv: string,
): Promise<{ slots: number; people: number }> {
  const first = csv.slice(0, csv.search(/\r|\n|$/))
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ','
  let rows: string[][]
  try {
    rows = parse(csv, { delimiter, bom: true, skip_empty_lines: true, trim: true, relax_column_count: true })
  } catch (error) {
    throw new RequestError('BAD_BODY', { problem: error instanceof Error ? error.message.slice(0, 200) : '' })
  }
  const [header = [], ...lines] = rows
  const missing = HEADER.filter((h) => !header.includes(h))
  if (missing.length) throw new RequestError('BAD_BODY', { missing: missing.join(', ') })
  const at = (line: string[], column: string) => line[header.indexOf(column)] ?? ''
  const people = new Map((await shifts.people()).map((p) => [p.username, p.account]))
  const positions = new Set(shifts.positions().map((p) => p.id))
  const faults: Fault[] = []
  const slots = new Map<string, Slot>()
  for (const [i, line] of lines.entries()) {
    const [day, shift, position, username] = HEADER.map((h) => at(line, h))
    const fault = (field: string, value: string | undefined, vi: string, en: string) =>
      faults.push({ row: i + 2, field, value: value ?? '', vi, en })
    if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day) || !Number.isInteger(dayOfText(day)))
      fault('day', day, 'Ngày phải viết YYYY-MM-DD', 'The day is written YYYY-MM-DD')
    else if (!shifts.named({ day, no: Number(shift) }))
      fault('shift', shift, 'Ngày này không có ca này', 'The day has no such shift')
    else if (!position || !positions.has(position))
      fault('position', position, 'Không có vị trí này', 'There is no such position')
    else {
      const key = `${day}/${shift}/${position}`
      const slot = slots.get(key) ?? { day, no: Number(shift), position, accounts: [] }
      slots.set(key, slot)
      // An empty name plans nobody: how a slot is cleared by a file.
      if (!username) continue
      const account = people.get(username.toLowerCase())
      if (account === undefined)
        fault('username', username, 'Không có người trực này', 'Nobody of this name may stand watch')
      else slot.accounts.push(account)
    }
  }
  if (faults.length)
    throw new RequestError('ROWS_REFUSED', { rows: faults.slice(0, MOST_FAULTS), refused: faults.length })
  if (!slots.size) throw new RequestError('BAD_BODY', { problem: 'empty' })
  const all = [...slots.values()]
  const crowded = all.find((s) => s.accounts.length > 9)
  if (crowded) throw new RequestError('TOO_MANY_ROWS', { day: crowded.day, position: crowded.position })
  await planRoster(app, shifts, by, all)
  return { slots: all.length, people: all.reduce((n, s) => n + s.accounts.length, 0) }
}
