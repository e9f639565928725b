import type { FastifyInstance } from 'fastify'
import type { Change, Outcome, RepairResult } from '../../shared/api/quarantine.ts'
import { RequestError, reasonOf } from '../../shared/refusal.ts'
import { storable } from '../db/index.ts'
import { insertName, type LateRow, OpenNumber, type RawRow, type Validated } from '../intake/index.ts'
import { insertRepairs, type NewRepair, type Refused, repaired } from './store.ts'

type Judged = { of: Refused; late: LateRow | null; again: Validated['refused'][number] | null }
type Done = {
  of: Refused
  late: LateRow | null
  outcome: Outcome
  code: string | null
  detail: Record<string, unknown>
  before: number | null
}
const SHOWN = 200

/** The row with what a person put in its place. */
export function changed(raw: RawRow, { fields = {}, decimalComma, map }: Change): RawRow {
  const given = Object.entries(fields).filter(([, v]) => v !== undefined)
  if (!raw.fields && !given.length) return raw
  const next: Record<string, unknown> = { ...raw.fields }
  for (const [field, value] of given) {
    next[field] = value
    // An instant and a period are two ways to say one thing.
    if (field === 'at') delete next.period
    if (field === 'period') delete next.at
  }
  const written = next.value instanceof OpenNumber ? next.value.text : next.value
  if (decimalComma && typeof written === 'string')
    next.value = written.trim().replaceAll(/[.\s]/g, '').replace(',', '.')
  if (map) {
    const sent = next[map.field]
    const same = (typeof sent === 'string' || typeof sent === 'number') && nameKey(sent) === nameKey(map.name)
    if (same) next[map.field] = map.code
  }
  return { ...raw, fields: next }
}
const nameKey = (sent: string | number) => String(sent).trim().normalize('NFC')

/** Takes the rows out of their stored messages, changes them, and judges them by the contract and catalogue of now. */
async function judge(app: FastifyInstance, list: readonly Refused[], change: Change): Promise<Judged[]> {
  const { intake, catalogue } = app
  const judged: Judged[] = []
  for (const [message, refused] of Map.groupBy(list, (r) => r.message)) {
    const rows = await intake
      .message(message)
      .then(intake.reread)
      .catch(() => [])
    const used = new Set<RawRow>()
    const raw = refused.map((q): RawRow => {
      const mine = rows.filter((r) => r.row === q.row && !used.has(r))
      const found = mine.find((r) => storable(r.content.slice(0, 10_000)) === q.content) ?? mine[0]
      if (found) used.add(found)
      return { ...(found ?? { fields: null, content: q.content }), row: q.row }
    })
    for (const [i, q] of refused.entries()) {
      const row = raw[i]
      const connection = intake.connections.get(q.connection)
      if (!row || !connection) continue
      const { rows: good, refused: bad } = intake.judge(q.connection, [changed(row, change)])
      const [valid] = good
      const series = valid && catalogue.now().findSeries(valid.indicatorId, valid.unitId)
      const { connection: connectionId, receivedAt, entry } = q
      const { simulated } = connection
      judged.push({
        of: q,
        late: valid
          ? { ...valid, key: q.id, series: series ?? -1, message, connectionId, receivedAt, entry, simulated }
          : null,
        again: bad[0] ?? null,
      })
    }
  }
  return judged
}

const refusedAgain = ({ of, late, again }: Judged): Done => ({
  of,
  late,
  outcome: 'refused',
  code: again?.code ?? 'ROW_SHAPE',
  detail: again?.detail ?? {},
  before: null,
})

/** What the change would do; nothing is written. */
export async function preview(app: FastifyInstance, list: Refused[], change: Change): Promise<Done[]> {
  const over = await repaired(app.db.readPool, idsOf(list))
  const judged = await judge(app, list, change)
  const fresh = judged.flatMap((j) => (j.late && !over.has(j.of.id) ? [j.late] : []))
  // A series that nothing was ever recorded of has no number yet: each has one of its own here.
  const numbers = new Map<string, number>()
  const numbered = fresh.map((r) => {
    const pair = `${r.indicatorId}/${r.unitId}`
    if (r.series < 0) numbers.set(pair, numbers.get(pair) ?? -1 - numbers.size)
    return { ...r, series: r.series < 0 ? (numbers.get(pair) ?? -1) : r.series }
  })
  const outcomes = await app.intake.late.judge(numbered)
  const byKey = new Map(numbered.map((r, i) => [r.key, outcomes[i]]))
  return judged.map((j) => {
    if (over.has(j.of.id)) return { ...refusedAgain(j), outcome: 'repaired', code: null }
    const outcome = byKey.get(j.of.id)
    return outcome ? doneOf(j, outcome) : refusedAgain(j)
  })
}

function doneOf(j: Judged, o: { outcome: string; before: number | null; row?: number }): Done {
  const { of, late } = j
  if (o.outcome === 'duplicate')
    return { of, late, outcome: 'refused', code: 'DUPLICATE', detail: { row: o.row ?? 0 }, before: o.before }
  const outcome = o.outcome === 'accepted' || o.outcome === 'unchanged' ? o.outcome : 'superseded'
  return { of, late, outcome, code: null, detail: {}, before: o.before }
}

/** Repairs and replays in one transaction with its record; a row that was repaired meanwhile is left alone. */
export async function repair(
  app: FastifyInstance,
  list: Refused[],
  change: Change,
  by: string,
): Promise<Done[]> {
  const { map } = change
  if (map) checkMap(app, map)
  const over = await repaired(app.db.pool, idsOf(list))
  const judged = await judge(
    app,
    list.filter((q) => !over.has(q.id)),
    change,
  )
  const good = judged.flatMap((j) => (j.late ? [j.late] : []))
  const series = await app.catalogue.seriesIds(good)
  const late = good.map((r, i) => ({ ...r, series: series[i] ?? r.series }))
  const done: Done[] = []
  const connections = [...new Set(list.map((q) => q.connection))]
  let names = false
  await app.intake.late.write(
    late,
    async (client) => {
      for (const id of await repaired(client, idsOf(list))) over.add(id)
      return late.filter((r) => !over.has(r.key))
    },
    async (client, written) => {
      const outcomes = new Map(written.map((w) => [w.row.key, w.outcome]))
      done.length = 0
      for (const j of judged) {
        if (over.has(j.of.id)) continue
        const outcome = outcomes.get(j.of.id)
        done.push(outcome ? doneOf(j, outcome) : refusedAgain(j))
      }
      await insertRepairs(client, done.map(recordOf), by, change)
      names = map !== undefined && done.length > 0
      if (map && names)
        for (const connection of connections) await insertName(client, { connection, ...map }, by)
      for (const connection of connections) {
        const mine = done.filter((d) => d.of.connection === connection)
        if (!mine.length) continue
        const detail = { change, counts: countsOf(mine), first: mine[0]?.of.id, last: mine.at(-1)?.of.id }
        await app.audit.record(
          { actor: by, action: 'quarantine.repaired', subject: `connection:${connection}`, detail },
          client,
        )
      }
    },
  )
  if (map && names) for (const connection of connections) app.intake.names.put({ connection, ...map })
  tell(app, done)
  const left = list.filter((q) => over.has(q.id))
  const nothing = { late: null, code: null, detail: {}, before: null }
  return [...done, ...left.map((of): Done => ({ of, outcome: 'repaired', ...nothing }))]
}

function checkMap(app: FastifyInstance, { field, code }: NonNullable<Change['map']>): void {
  const now = app.catalogue.now()
  const known = field === 'unit' ? now.unitsOfCode(code).length > 0 : now.indicator(code) !== undefined
  if (!known) throw new RequestError('BAD_REQUEST', { field: 'change.map.code', value: code })
}

/** The board and the connections' states hear what is refused no more. */
function tell(app: FastifyInstance, done: Done[]): void {
  const closed = done.filter((d) => d.outcome !== 'refused').map((d) => d.of)
  for (const [connectionId, of] of Map.groupBy(closed, (q) => q.connection)) {
    const rows = [...Map.groupBy(of, (q) => q.message)].flatMap(([message, list]) =>
      list[0] ? [{ message, receivedAt: list[0].receivedAt, count: list.length }] : [],
    )
    app.bus.emit('repaired', { connectionId, rows })
  }
}

const idsOf = (list: readonly Refused[]) => list.map((q) => q.id)
const recordOf = ({ of, outcome, code, detail }: Done): NewRepair => ({ id: of.id, outcome, code, detail })
function countsOf(list: Done[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const d of list) counts[d.outcome] = (counts[d.outcome] ?? 0) + 1
  return counts
}

/** For the page: all counted, the first rows shown, those that stay refused first. */
export function shown(app: FastifyInstance, done: Done[], more: boolean): RepairResult {
  const now = app.catalogue.now()
  const first = [...done].sort(
    (a, b) =>
      Number(b.outcome === 'refused') - Number(a.outcome === 'refused') || Number(a.of.id) - Number(b.of.id),
  )
  return {
    counts: countsOf(done),
    more,
    rows: first.slice(0, SHOWN).map(({ of, late, outcome, code, before }) => ({
      id: of.id,
      row: of.row,
      content: of.content,
      outcome,
      code,
      reason: code ? reasonOf(code) : null,
      indicator: (late && now.indicatorById(late.indicatorId)?.code) ?? null,
      unit: (late && now.unitById(late.unitId)?.code) ?? null,
      period: late ? (late.period ?? new Date(late.validFrom).toISOString()) : null,
      value: late?.value ?? null,
      before,
    })),
  }
}
