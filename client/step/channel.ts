// Windows of one person in one browser go together over a BroadcastChannel; those on other machines over the server.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { StepTopic } from '../../shared/live.ts'
import { sessionStore } from '../api/session.ts'
import { liveSocket } from '../live/index.ts'

const KEY = 'td.in-step'
const TOPICS: readonly StepTopic[] = ['opened', 'find', 'state']
/** `to`: an answer, meant for the window that asked by this name. */
type Message = { person: number } & ({ topic: string; value: unknown; to?: string } | { ask: string })
type Listener = (value: unknown) => void
const self = `${performance.timeOrigin} ${Math.random()}`

const store = createStore<{ on: boolean }>(() => ({ on: localStorage.getItem(KEY) !== 'no' }))
export const useInStepOn = (): boolean => useStore(store, (s) => s.on)
export function chooseInStep(on: boolean): void {
  localStorage.setItem(KEY, on ? 'yes' : 'no')
  store.setState({ on })
}

/** By topic: what was said last here or heard, and who listens. */
const last = new Map<string, unknown>()
const listeners = new Map<string, Set<Listener>>()
/** By topic: what stands in this window now, where a part of the page shows it. */
const present = new Map<string, () => unknown>()
/** Topics that were spoken of since this window came: what it asked for on coming is older. */
const settled = new Set<string>()
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
  settled.add(topic)
  last.set(topic, value)
  for (const listener of listeners.get(topic) ?? []) listener(value)
}

function open(): BroadcastChannel {
  const made = new BroadcastChannel('td.step')
  made.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isMessage(data) || data.person !== me() || !store.getState().on) return
    // A window that has just come is told where the others are.
    if ('ask' in data)
      for (const [topic, value] of last) {
        const here = present.get(topic)
        const answer = { person: data.person, topic, value: here ? here() : value, to: data.ask }
        made.postMessage(answer satisfies Message)
      }
    else if (data.to === undefined || (data.to === self && !settled.has(data.topic)))
      hear(data.topic, data.value)
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
    if (person !== null) channel.postMessage({ person, ask: self } satisfies Message)
  }
  return channel
}

/** Whose windows these are. */
let whose = me()
// Who signs in on the page of another goes their own way: they are not led to what that one looked at.
sessionStore.subscribe(() => {
  const person = me()
  if (person === whose) return
  const left = whose !== null
  whose = person
  if (left) {
    last.clear()
    settled.clear()
    channel?.close()
    channel = null
  }
  // What stands on the page asks the other windows of this person.
  if (person !== null && [...listeners.values()].some((all) => all.size)) wire()
})

/** Says where this window went; `value` must be plain data. */
export function tellStep(topic: string, value: unknown): void {
  const person = me()
  settled.add(topic)
  last.set(topic, value)
  if (person === null || !store.getState().on) return
  wire().postMessage({ person, topic, value } satisfies Message)
  const shared = stepTopic(topic)
  if (shared && (value === null || typeof value === 'string')) liveSocket().emit('step', shared, value)
}

/**
 * Listens to where the other windows go, beginning with where they are; unless the address has `named` it: then what was said
 * before this window came does not count. `now` says how it stands here. Returns how to stop.
 */
export function onStep(topic: string, listener: Listener, named: boolean, now: () => unknown): () => void {
  if (named) settled.add(topic)
  wire()
  const all = listeners.get(topic) ?? new Set()
  listeners.set(topic, all.add(listener))
  present.set(topic, now)
  if (!named && last.has(topic) && store.getState().on) listener(last.get(topic))
  return () => {
    all.delete(listener)
    present.delete(topic)
  }
}
