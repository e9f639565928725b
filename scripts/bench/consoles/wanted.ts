import type { ViewQuestion } from '../../../shared/live.ts'

/** What a process of consoles is asked to open. `questions`: of the n-th console those at n modulo their number. */
export type Wanted =
  | { kind: 'live'; port: number; cookie: string; questions: ViewQuestion[][] }
  | { kind: 'ws' | 'socket.io' | 'nats' | 'mqtt'; port: number }
