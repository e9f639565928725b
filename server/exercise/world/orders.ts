import type { RunState, Scenario, Steer } from '../../../shared/api/exercise.ts'
import type { Language, Role } from '../../../shared/vocabulary.ts'
import type { PictureRow } from '../driver/orders.ts'
import type { Ended } from './conduct.ts'

/** A person's account as it is in reality: the same name and password open the exercise; sessions and tokens do not come. */
export type AccountCopy = {
  username: string
  displayName: string
  role: Role
  unit: string
  passwordHash: string
  mustChange: boolean
  language: Language
}
/** All that an exercise's process is told of the real world, on its standard input. No address, no key, no password of it. */
export type WorldOrders = {
  id: string
  /** 'go-on' takes up one that was cut off; 'review' opens one that has ended, to be read. */
  mode: 'run' | 'go-on' | 'review'
  startedBy: string
  settings: Record<string, string>
  tls: { cert: string; key: string } | null
  scenario: Scenario
  picture: PictureRow[]
  accounts: AccountCopy[]
}
/** From the real server to the exercise's process: how it is steered, or the accounts of reality as they are by now. */
export type WorldCommand = { no: number; steer: Steer } | { accounts: AccountCopy[] }
/** And back. */
export type WorldNews =
  | { kind: 'ready'; port: number }
  | { kind: 'failed'; message: string }
  | { kind: 'refused'; no: number; code: string }
  | { kind: 'state'; state: RunState; endReason: Ended | null; no: number | null }
