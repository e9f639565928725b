import type { FastifyInstance } from 'fastify'
import type { HandoverView } from '../../shared/api/handover.ts'
import type { Position } from '../../shared/api/shifts.ts'
import { type HandoverAct, handoverAfter, handoverFault } from '../../shared/handover.ts'
import { type Handover, readPerson } from './store.ts'

type Who = Parameters<typeof handoverFault>[2]

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
  const last = h.steps.findLast((s) => s.kind === 'signed-incoming' || s.kind === 'relieved')
  let log: HandoverView['log'] = null
  if (last && typeof last.detail.sha256 === 'string' && typeof last.detail.entries === 'number') {
    const { sha256, entries, whole } = last.detail
    const digest = await logbook.digest(h.shift, whole === true ? null : h.position)
    log = { entries, sha256, holds: digest.sha256 === sha256 }
  }
  return {
    ...{ id: h.id, position, openedAt: h.openedAt, state: now.state, outgoing: h.outgoing },
    shift: shifts.named(h.shift) ?? { ...hour, ...h.shift },
    next: shifts.named(h.next) ?? { ...hour, ...h.next },
    incoming: now.incoming === null ? null : await readPerson(app.db.readPool, now.incoming),
    items: h.items.map((i) => {
      const seen = now.checked.get(i.key)
      return { ...i, checked: seen ? { ...seen, by: name(seen.by) } : null }
    }),
    steps: h.steps.map(({ kind, at, by, item, remark }) => ({ kind, at, by, item, remark })),
    ...{ outgoingSignedAt: now.outgoingSignedAt, incomingSignedAt: now.incomingSignedAt },
    ...{ endedAt: now.endedAt, log },
    may: {
      ...{ name: may('name'), check: may('check'), refresh: may('refresh'), return: may('return') },
      ...{ sign: may('sign'), relieve: may('relieve'), withdraw: may('withdraw') },
    },
  }
}
