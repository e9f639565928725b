import type { ContractTimes } from '../../shared/freshness.ts'
import type { Escalation } from '../../shared/ladder.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Connector, Entry } from '../../shared/vocabulary.ts'
import type { Words } from '../catalogue/index.ts'

/** One promise of a contract: an indicator for some units (absent or '*' = any), its measure and plausible range in that measure. */
export type ContractSeries = {
  indicator: string
  units?: string[] | '*'
  measure?: string
  min?: number
  max?: number
}
/** Whom to call about a source. */
export type Contact = { name: string; phone?: string; email?: string }
export type ContractInput = {
  times: ContractTimes
  series: ContractSeries[]
  note?: string
  contact?: Contact
  legalBasis?: string
  escalation?: Escalation
  twoPersons?: boolean
}
export type Contract = {
  version: number
  times: ContractTimes
  series: ContractSeries[]
  note: string | null
  contact: Contact | null
  legalBasis: string | null
  escalation: Escalation | null
  /** What is typed needs a second person's word. */
  twoPersons: boolean
}
/** Times are ms since 1970. */
export type Maintenance = { from: number; to: number; reason: string }
export type Connection = {
  id: string
  agencyId: number
  name: Words
  connector: Connector
  simulated: boolean
  enabled: boolean
  maintenance: Maintenance | null
  keySetAt: number | null
  createdAt: number
  contract: Contract
}
export type NewConnection = {
  /** Made from the agency's code when absent. */
  id?: string
  agencyCode: string
  name: Words
  connector: Connector
  simulated: boolean
  contract: ContractInput
}

/** One refused row, with what, where and what to do. `row` counts from 1 in the message. */
export type Refusal = {
  row: number
  code: RefusalCode
  field: string | null
  message: Words
  detail: Record<string, unknown>
}
/** What a source is told after the commit. `rows`: the first 1,000 refusals. */
export type Answer = {
  /** Message id (bigint as text). */
  message: string
  sha256: string
  accepted: number
  unchanged: number
  refused: number
  rows: Refusal[]
  /** The same message had been answered before; nothing was written. */
  repeated: boolean
}
export type Submission = {
  connectionId: string
  entry: Entry
  /** The payload as sent, decompressed. */
  body: Buffer
  contentType: string
  idempotencyKey?: string
  fileName?: string
  /** How a table's columns or a cube's dimensions are read; see files/mapping.ts. */
  mapping?: Record<string, unknown>
  /** Version of the connection's settings it was fetched under. */
  settingsVersion?: number
  /** Username of a file or hand entry. */
  sentBy?: string
  /** ms since 1970. */
  receivedAt: number
}
