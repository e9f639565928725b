// The life of a handover, as its steps lead to it. Pages and server judge by the same functions.

export const HANDOVER_STEPS = [
  'opened',
  'incoming',
  'checked',
  'returned',
  'signed-outgoing',
  'signed-incoming',
  'relieved',
  'superseded',
] as const
export type HandoverStepKind = (typeof HANDOVER_STEPS)[number]
/** `item`: the key of what was checked. `account`: who did it; of 'incoming', `names` is who shall take over. */
export type HandoverStep = {
  kind: HandoverStepKind
  at: number
  account: number
  item: string | null
  remark: string | null
  names: number | null
}
export type HandoverState = 'open' | 'waiting' | 'done' | 'relieved' | 'superseded'
type Tick = { by: number; at: number; remark: string }
export type HandoverNow = {
  state: HandoverState
  incoming: number | null
  /** What the incoming has seen, by the key of the item: this alone counts, for the outgoing knows it already. */
  checked: ReadonlyMap<string, Tick>
  /** What the outgoing said of it, by the same. */
  given: ReadonlyMap<string, Tick>
  outgoingSignedAt: number | null
  incomingSignedAt: number | null
  endedAt: number | null
}

/** What the steps lead to. Another incoming, a change of items or a return takes the outgoing's signature away. */
export function handoverAfter(steps: readonly HandoverStep[]): HandoverNow {
  let state: HandoverState = 'open'
  let incoming: number | null = null
  let checked = new Map<string, Tick>()
  const given = new Map<string, Tick>()
  let outgoingSignedAt: number | null = null
  let incomingSignedAt: number | null = null
  let endedAt: number | null = null
  for (const s of steps) {
    switch (s.kind) {
      case 'opened':
        break
      case 'incoming':
        // Who comes has seen nothing of what was walked through with another.
        if (incoming !== null && incoming !== s.names) checked = new Map()
        incoming = s.names
        outgoingSignedAt = null
        state = 'open'
        break
      case 'checked':
        if (s.item !== null) {
          const ticks = s.account === incoming ? checked : given
          ticks.set(s.item, { by: s.account, at: s.at, remark: s.remark ?? '' })
        }
        break
      case 'returned':
        outgoingSignedAt = null
        state = 'open'
        break
      case 'signed-outgoing':
        outgoingSignedAt = s.at
        state = 'waiting'
        break
      case 'signed-incoming':
        incomingSignedAt = s.at
        endedAt = s.at
        state = 'done'
        break
      case 'relieved':
        endedAt = s.at
        state = 'relieved'
        break
      case 'superseded':
        endedAt = s.at
        state = 'superseded'
        break
    }
  }
  return { state, incoming, checked, given, outgoingSignedAt, incomingSignedAt, endedAt }
}

export type HandoverAct = 'name' | 'check' | 'refresh' | 'return' | 'sign' | 'relieve' | 'withdraw'
export type HandoverFault =
  | 'HANDOVER_CLOSED'
  | 'HANDOVER_NOT_YOURS'
  | 'HANDOVER_SIGNED'
  | 'HANDOVER_UNCHECKED'
  | 'HANDOVER_NO_INCOMING'
  | 'SAME_PERSON'
type Who = {
  account: number
  outgoing: number
  /** Holds the chief's position or administers: may relieve and withdraw. */
  chief: boolean
}

/** Why an act is refused; null when it may be done. */
export function handoverFault(
  now: HandoverNow,
  items: readonly { key: string }[],
  who: Who,
  act: HandoverAct,
): HandoverFault | null {
  const { account, outgoing, chief } = who
  if (now.state !== 'open' && now.state !== 'waiting') return 'HANDOVER_CLOSED'
  const party = account === outgoing || account === now.incoming
  switch (act) {
    case 'name':
      return account === outgoing || chief ? null : 'HANDOVER_NOT_YOURS'
    case 'check':
      if (!party) return 'HANDOVER_NOT_YOURS'
      if (now.incoming === null) return 'HANDOVER_NO_INCOMING'
      return now.state === 'waiting' ? 'HANDOVER_SIGNED' : null
    case 'refresh':
      if (!party) return 'HANDOVER_NOT_YOURS'
      return now.state === 'waiting' ? 'HANDOVER_SIGNED' : null
    case 'return':
      if (account !== now.incoming) return 'HANDOVER_NOT_YOURS'
      return now.state === 'waiting' ? null : 'HANDOVER_UNCHECKED'
    case 'withdraw':
      return account === outgoing || chief ? null : 'HANDOVER_NOT_YOURS'
    case 'relieve':
      if (!chief) return 'HANDOVER_NOT_YOURS'
      return account === outgoing ? 'SAME_PERSON' : null
    case 'sign':
      if (now.incoming === null) return 'HANDOVER_NO_INCOMING'
      if (now.incoming === outgoing) return 'SAME_PERSON'
      if (now.state === 'open') {
        // Signing for the other: the outgoing first, each for himself.
        if (account !== outgoing) return 'HANDOVER_NOT_YOURS'
        return items.every((i) => now.checked.has(i.key)) ? null : 'HANDOVER_UNCHECKED'
      }
      if (account === outgoing) return 'SAME_PERSON'
      return account === now.incoming ? null : 'HANDOVER_NOT_YOURS'
  }
}
