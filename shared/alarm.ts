// An alarm of our own (not one of CAP): its words, and the life that its steps lead to. After ISA-18.2.

/** Worst first. */
export const ALARM_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type AlarmSeverity = (typeof ALARM_SEVERITIES)[number]
export const ALARM_KINDS = [
  ...(['value', 'change', 'freshness', 'forecast', 'expression', 'check'] as const),
  ...(['connection', 'screen', 'directive', 'intrusion', 'cap'] as const),
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]
export const ALARM_CHANNELS = ['screen', 'sound', 'push', 'email', 'sms', 'webhook'] as const
export type AlarmChannel = (typeof ALARM_CHANNELS)[number]

/** As many are answered with one request: each has its own record, one after the other. */
export const MOST_AT_ONCE = 500

export const ALARM_STEPS = [
  ...(['raised', 'again', 'cleared', 'ended'] as const),
  ...(['acknowledged', 'returned', 'assigned', 'commented', 'shelved', 'unshelved'] as const),
  /** A rung of the ladder was climbed, or its position stood empty. */
  ...(['escalated', 'vacant', 'delivered', 'undelivered'] as const),
  ...(['grouped', 'suppressing', 'chattering', 'calmed'] as const),
] as const
export type AlarmStepKind = (typeof ALARM_STEPS)[number]

/** A position's name as it was then; null in what was written before names were kept. */
type Name = { vi: string; en: string } | null

/** One thing that happened to an alarm; `at` in ms since 1970, `by` null for the system. */
export type AlarmStep = {
  kind: AlarmStepKind
  at: number
  by: { account: number; name: string } | null
  note: string | null
  detail: Record<string, unknown>
}

export type AlarmLife = {
  active: boolean
  clearedAt: number | null
  /** `until`: when it comes back to be acknowledged anew. */
  acknowledged: { account: number | null; by: string; at: number; note: string; until: number | null } | null
  shelved: { by: string; at: number; until: number; reason: string } | null
  owner: { account: number; name: string } | null
  incident: number | null
  endedAt: number | null
  /** How often it was raised, and when it was last. */
  times: number
  raisedAt: number
  /** Conditions that are held back because this one explains them. */
  suppressed: number
  /** Turns counted while it chatters; 0 while it does not. */
  chattering: number
  /** The climb of the ladder that runs: which, since when, and the rungs (from 0) that are done. */
  climb: { round: number; since: number; done: number[] }
  /** The last that was told, and where nobody was to be told. */
  told: { at: number; channel: string; position: string | null; name: Name; to: string[] } | null
  vacant: { position: string; name: Name }[]
  /** How many steps are kept of it: whoever shows them reads them anew when there are more. */
  steps: number
  /** Whom this climb has called to their desks, and who hears it there. */
  called: { account: number; sound: boolean }[]
}

export const NEW_LIFE: AlarmLife = {
  ...{ active: false, clearedAt: null, acknowledged: null, shelved: null, owner: null, incident: null },
  ...{
    endedAt: null,
    times: 0,
    raisedAt: 0,
    suppressed: 0,
    chattering: 0,
    told: null,
    vacant: [],
    called: [],
    steps: 0,
  },
  climb: { round: 0, since: 0, done: [] },
}

const text = (v: unknown) => (typeof v === 'string' ? v : '')
const whole = (v: unknown) => (typeof v === 'number' ? v : 0)
const texts = (v: unknown) => (Array.isArray(v) ? v.filter((x) => typeof x === 'string') : [])
const nameOf = (s: AlarmStep) => s.by?.name ?? text(s.detail.by)
const nameIn = (v: unknown): Name =>
  typeof v === 'object' && v !== null && 'vi' in v && 'en' in v ? { vi: text(v.vi), en: text(v.en) } : null
type Climbing = Pick<AlarmLife, 'climb' | 'told' | 'vacant' | 'called'>
const climbAnew = ({ climb }: AlarmLife, at: number): Climbing => ({
  climb: { round: climb.round + 1, since: at, done: [] },
  told: null,
  ...{ vacant: [], called: [] },
})
/** Called once more by another rung: heard from then on, if either is. */
function calledBy({ called }: AlarmLife, { channel, accounts }: AlarmStep['detail']): AlarmLife['called'] {
  if ((channel !== 'screen' && channel !== 'sound') || !Array.isArray(accounts)) return called
  const sounds = new Map(called.map((c) => [c.account, c.sound]))
  for (const account of accounts)
    if (typeof account === 'number') sounds.set(account, channel === 'sound' || sounds.get(account) === true)
  return [...sounds].map(([account, sound]) => ({ account, sound }))
}

/** What an alarm's life is after one more step. */
export const afterStep = (life: AlarmLife, s: AlarmStep): AlarmLife => ({
  ...turned(life, s),
  steps: life.steps + 1,
})

function turned(life: AlarmLife, s: AlarmStep): AlarmLife {
  switch (s.kind) {
    case 'raised':
    case 'again': {
      // What was answered is the occurrence before: this one asks anew, as a new alarm would.
      const now = { ...life, active: true, clearedAt: null, acknowledged: null, raisedAt: s.at }
      return { ...now, times: life.times + 1, ...climbAnew(life, s.at) }
    }
    case 'cleared':
      return { ...life, active: false, clearedAt: s.at, suppressed: 0 }
    case 'acknowledged': {
      const until = typeof s.detail.until === 'number' ? s.detail.until : null
      const taken = { account: s.by?.account ?? null, by: nameOf(s), at: s.at, note: s.note ?? '', until }
      const owner = life.owner ?? (s.by && { account: s.by.account, name: s.by.name })
      return { ...life, acknowledged: taken, owner }
    }
    case 'returned':
      return { ...life, acknowledged: null, ...climbAnew(life, s.at) }
    case 'assigned':
      return { ...life, owner: { account: whole(s.detail.account), name: text(s.detail.name) } }
    case 'shelved':
      return {
        ...life,
        shelved: { by: nameOf(s), at: s.at, until: whole(s.detail.until), reason: s.note ?? '' },
      }
    case 'unshelved':
      return { ...life, shelved: null, ...(life.acknowledged ? {} : climbAnew(life, s.at)) }
    case 'escalated':
    case 'vacant': {
      const position = typeof s.detail.position === 'string' ? s.detail.position : null
      if (whole(s.detail.round) !== life.climb.round) return life
      const climb = { ...life.climb, done: [...life.climb.done, whole(s.detail.rung)] }
      const name = nameIn(s.detail.name)
      if (s.kind === 'vacant') {
        const known = position === null || life.vacant.some((v) => v.position === position)
        return { ...life, climb, vacant: known ? life.vacant : [...life.vacant, { position, name }] }
      }
      return {
        ...{ ...life, climb, called: calledBy(life, s.detail) },
        told: { at: s.at, channel: text(s.detail.channel), position, name, to: texts(s.detail.to) },
      }
    }
    case 'grouped':
      return { ...life, incident: typeof s.detail.incident === 'number' ? s.detail.incident : null }
    case 'suppressing':
      return { ...life, suppressed: whole(s.detail.count) }
    case 'chattering':
      return { ...life, chattering: whole(s.detail.count) }
    case 'calmed':
      return { ...life, chattering: 0 }
    case 'ended':
      return { ...life, endedAt: s.at }
    case 'commented':
    case 'delivered':
    case 'undelivered':
      return life
  }
}

export const lifeOf = (steps: readonly AlarmStep[]): AlarmLife => steps.reduce(afterStep, NEW_LIFE)

/** A person has to answer it now: it is heard until one does. */
export const wantsAnswer = (l: Pick<AlarmLife, 'acknowledged' | 'shelved' | 'endedAt'>): boolean =>
  l.endedAt === null && l.acknowledged === null && l.shelved === null

/** Over: its cause has gone, and a person took it where one must. What is put aside stays so, gone or back, to its time. */
export const isOver = (l: AlarmLife, needsPerson: boolean): boolean =>
  !l.active && l.times > 0 && l.shelved === null && (l.acknowledged !== null || !needsPerson)

/** The six states of ISA-18.2 that a list shows, in the order in which they want a person. */
export type AlarmState = 'unacknowledged' | 'returned' | 'acknowledged' | 'shelved' | 'ended'
export function alarmState(
  l: Pick<AlarmLife, 'active' | 'acknowledged' | 'shelved' | 'endedAt'>,
): AlarmState {
  if (l.endedAt !== null) return 'ended'
  if (l.shelved) return 'shelved'
  if (l.acknowledged) return 'acknowledged'
  return l.active ? 'unacknowledged' : 'returned'
}
