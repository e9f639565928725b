// Windows of one person in one browser go together over a BroadcastChannel; those on other machines over the server.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { StepTopic } from '../../shared/live.ts'
import { sessionStore } from '../api/session.ts'
import { liveSocket } from '../live/index.ts'

const KEY = 'td.in-step'
const TOPICS: readonly StepTopic[] = ['opened', 'find', 'state']
type Message = { person: number } & ({ topic: string; value: unknown } | { ask: true })
type Listener = (value: unknown) => void

const store = createStore<{ on: boolean }>(() => ({ on: localStorage.getItem(KEY) !== 'no' }))
export const useInStepOn = (): boolean => useStore(store, (s) => s.on)
export function chooseInStep(on: boolean): void {
  localStorage.setItem(KEY, on ? 'yes' : 'no')
  store.setState({ on })
}

/** By topic: what was said last here or heard, and who listens. */
const last = new Map<string, unknown>()
const listeners = new Map<string, Set<Listener>>()
/** Heard before the part of the page that listens was there. */
const waiting = new Map<string, unknown>()
const me = (): number | null => {
  const principal = sessionStore.getState().me?.principal
  return principal?.kind === 'account' ? principal.id : null
}
const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' && data !== null && 'person' in data && ('topic' in data || 'ask' in data)
const stepTopic = (topic: string): StepTopic | null => TOPICS.find((t) => t === topic) ?? null

let channel: BroadcastChannel | null = null
let wired: unknown = null

function hear(topic: string, value: unknown): void {
  if (!store.getState().on) return
  last.set(topic, value)
  if (!listeners.get(topic)?.size) waiting.set(topic, value)
  for (const listener of listeners.get(topic) ?? []) listener(value)
}

function open(): BroadcastChannel {
  const made = new BroadcastChannel('td.step')
  made.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isMessage(data) || data.person !== me() || !store.getState().on) return
    // A window that has just come is told where the others are.
    if ('ask' in data)
      for (const [topic, value] of last) made.postMessage({ person: data.person, topic, value })
    else hear(data.topic, data.value)
  }
  return made
}
function wire(): BroadcastChannel {
  const socket = liveSocket()
  if (wired !== socket) {
    wired = socket
    socket.on('step', (topic, value) => hear(topic, value))
  }
  if (!channel) {
    channel = open()
    const person = me()
    if (person !== null) channel.postMessage({ person, ask: true } satisfies Message)
  }
  return channel
}

/** Says where this window went; `value` must be plain data. */
export function tellStep(topic: string, value: unknown): void {
  const person = me()
  last.set(topic, value)
  if (person === null || !store.getState().on) return
  wire().postMessage({ person, topic, value } satisfies Message)
  const shared = stepTopic(topic)
  if (shared && (value === null || typeof value === 'string')) liveSocket().emit('step', shared, value)
}

/** Listens to where the other windows go. Returns how to stop. */
export function onStep(topic: string, listener: Listener): () => void {
  wire()
  const all = listeners.get(topic) ?? new Set()
  listeners.set(topic, all.add(listener))
  if (waiting.has(topic)) listener(waiting.get(topic))
  waiting.delete(topic)
  return () => all.delete(listener)
}
