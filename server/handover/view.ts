import type { FastifyInstance } from 'fastify'
import type { HandoverView } from '../../shared/api/handover.ts'
import type { Position } from '../../shared/api/shifts.ts'
import { type HandoverAct, handoverAfter, handoverFault } from '../../shared/handover.ts'
import type { ShiftRef } from '../../shared/shift.ts'
import { type Handover, readNamed } from './store.ts'

type Who = Parameters<typeof handoverFault>[2]

/** The part of the log that it closes, or closed: a position's, of the chief's the whole shift's; up to an entry when the shift went on. */
export function logPartOf(app: FastifyInstance, h: Handover) {
  const last = h.steps.findLast((s) => s.kind === 'signed-incoming' || s.kind === 'relieved')
  const { whole = app.shifts.positions().some((p) => p.id === h.position && p.chief), upTo } =
    last?.detail ?? {}
  return {
    position: whole === true ? null : h.position,
    upTo: typeof upTo === 'number' ? upTo : null,
    signed: last?.detail ?? null,
  }
}

/** The shift that it passed to: of a relief it may be another than the draft names. */
function passedTo({ steps, next }: Handover): ShiftRef {
  const to = steps.findLast((s) => s.kind === 'signed-incoming' || s.kind === 'relieved')?.detail.next
  const named = typeof to === 'object' && to !== null && 'day' in to && 'no' in to
  return named && typeof to.day === 'string' && typeof to.no === 'number' ? { day: to.day, no: to.no } : next
}

/** A handover as it is shown to one person: its state, its items with their remarks, what that person may do. */
export async function handoverView(app: FastifyInstance, h: Handover, who: Who): Promise<HandoverView> {
  const { shifts, logbook } = app
  const now = handoverAfter(h.steps)
  const may = (act: HandoverAct) => handoverFault(now, h.items, who, act) === null
  const position: Position = shifts.positions().find((p) => p.id === h.position) ?? {
    ...{ id: h.position, code: h.position, seats: 1, chief: false, needed: false },
    name: { vi: h.position, en: h.position },
  }
  const hour = shifts.now()
  const name = (account: number) => h.steps.find((s) => s.account === account)?.by ?? ''
  const named = (tick?: { by: number; at: number; remark: string }) =>
    tick ? { ...tick, by: name(tick.by) } : null
  const part = logPartOf(app, h)
  const next = passedTo(h)
  const { sha256, entries } = part.signed ?? {}
  let log: HandoverView['log'] = null
  if (typeof sha256 === 'string' && typeof entries === 'number') {
    const digest = await logbook.digest(h.shift, part.position, part.upTo)
    const { position: of, upTo } = part
    log = { entries, sha256, holds: digest.sha256 === sha256, whole: of === null, upTo }
  }
  return {
    ...{ id: h.id, position, openedAt: h.openedAt, state: now.state, outgoing: h.outgoing },
    shift: shifts.named(h.shift) ?? { ...hour, ...h.shift },
    next: shifts.named(next) ?? { ...hour, ...next },
    incoming: now.incoming === null ? null : await readNamed(app.db.readPool, now.incoming),
    items: h.items.map((i) => ({
      ...i,
      checked: named(now.checked.get(i.key)),
      given: named(now.given.get(i.key)),
    })),
    steps: h.steps.map(({ kind, at, by, item, remark }) => ({ kind, at, by, item, remark })),
    ...{ outgoingSignedAt: now.outgoingSignedAt, incomingSignedAt: now.incomingSignedAt },
    ...{ endedAt: now.endedAt, log },
    may: {
      ...{ name: may('name'), check: may('check'), refresh: may('refresh'), return: may('return') },
      ...{ sign: may('sign'), relieve: may('relieve'), withdraw: may('withdraw') },
    },
  }
}
