import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Call } from '../../../client/bridge/call.ts'
import type { LiveSocket } from '../../../client/live/index.ts'

/** The end of a line that answers when it is told to. */
class Line extends EventEmitter {
  connected = true
  readonly asked: { event: string; words: unknown[]; answer: (a: unknown) => void }[] = []
  readonly said: string[] = []
  timeout = () => ({
    emitWithAck: (event: string, ...words: unknown[]) =>
      new Promise((answer) => this.asked.push({ event, words, answer })),
    emit: (event: string, ...words: unknown[]) => {
      const ack = words.pop() as (late: Error | null, a: unknown) => void
      this.asked.push({ event, words, answer: (a) => ack(null, a) })
    },
  })
  override emit(event: string, ...words: unknown[]): boolean {
    if (event.startsWith('bridge:leave')) this.said.push(event)
    return super.emit(event, ...words)
  }
  async answer(event: string, answer: unknown): Promise<unknown> {
    const at = this.asked.findIndex((a) => a.event === event)
    const [found] = this.asked.splice(at, 1)
    expect(found?.event).toBe(event)
    found?.answer(answer)
    await vi.advanceTimersByTimeAsync(0)
    return found?.words[0]
  }
}
const room = { share: { point: null } }
const session = { id: 's', endedAt: null, points: [], room }
const joined = { session, grant: { driver: 'peer', self: 'p', iceServers: [] }, peers: [] }

let line: Line
let call: Call
const state = () => call.store.getState()
beforeEach(() => {
  vi.useFakeTimers()
  line = new Line()
  call = new Call(line as unknown as LiveSocket, 's')
  call.open()
})
afterEach(() => {
  call.close()
  vi.useRealTimers()
})

it('is not in any more when it left while it was let in, and says so once more', async () => {
  await line.answer('bridge:hello', { session, point: null })
  call.join()
  await line.answer('bridge:hello', { session, point: 'p' })
  call.leave()
  expect(line.said).toEqual(['bridge:leave'])
  await line.answer('bridge:join', joined)
  expect(state().phase).toBe('over')
  expect(line.said).toEqual(['bridge:leave', 'bridge:leave'])
})

it('comes in when it was asked to while it had gone from an earlier try', async () => {
  await line.answer('bridge:hello', { session, point: null })
  call.join()
  await line.answer('bridge:hello', { session, point: 'p' })
  call.leave()
  call.join()
  await line.answer('bridge:join', joined)
  await vi.advanceTimersByTimeAsync(1_000)
  await line.answer('bridge:hello', { session, point: 'p' })
  await line.answer('bridge:join', joined)
  expect(state().phase).toBe('in')
})

it('takes a chair by a hello of its own when that was wanted only after the first had gone', async () => {
  call.join()
  expect(await line.answer('bridge:hello', { session, point: null })).toMatchObject({ take: false })
  expect(state().phase).toBe('testing')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await line.answer('bridge:hello', { session, point: 'p' })).toMatchObject({ take: true })
  await line.answer('bridge:join', joined)
  expect(state().phase).toBe('in')
})

it('counts its greetings, so that what a new connection does not know is asked for anew', async () => {
  await line.answer('bridge:hello', { session, point: null })
  expect(state().greeted).toBe(1)
  line.emit('disconnect')
  line.emit('connect')
  await line.answer('bridge:hello', { session, point: null })
  expect(state()).toMatchObject({ phase: 'testing', greeted: 2 })
})

it('looks on after it rose, also on another connection', async () => {
  await line.answer('bridge:hello', { session, point: null })
  call.leave()
  line.emit('disconnect')
  line.emit('connect')
  const now = { ...session, title: 'later' }
  expect(await line.answer('bridge:watch', { session: now })).toBe('s')
  expect(state()).toMatchObject({ phase: 'over', end: 'left', session: { title: 'later' } })
})
