import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { forgetTold, keepTold, listen } from '../../../client/live/told.ts'

function line() {
  const socket = new EventEmitter()
  forgetTold()
  keepTold(socket as never)
  socket.emit('connect')
  const hear = (name: string) => {
    const words: unknown[] = []
    return { words, stop: listen(socket as never, name, (...said) => words.push(...said)) }
  }
  return { socket, hear }
}

it('what holds of the page is told to whoever listens later, the last word of it alone', () => {
  const { socket, hear } = line()
  socket.emit('screen:self', 1)
  socket.emit('screen:self', 2)
  const [one, other] = [hear('screen:self'), hear('screen:self')]
  socket.emit('screen:self', 3)
  expect([one.words, other.words]).toEqual([
    [2, 3],
    [2, 3],
  ])
  one.stop()
  socket.emit('screen:self', 4)
  expect([one.words, other.words, hear('screen:self').words]).toEqual([[2, 3], [2, 3, 4], [4]])
})

it('of another connection nothing holds that was told before it', () => {
  const { socket, hear } = line()
  socket.emit('screen:privacy', 'before')
  socket.emit('connect')
  expect(hear('screen:privacy').words).toEqual([])
})

it('what was asked for waits for whoever does it, each once, and no longer than its connection', () => {
  const { socket, hear } = line()
  socket.emit('screen:order', 1)
  socket.emit('screen:order', 2)
  const first = hear('screen:order')
  socket.emit('screen:order', 3)
  expect([first.words, hear('screen:order').words]).toEqual([[1, 2, 3], []])
  first.stop()
  const { socket: next, hear: hearNext } = line()
  next.emit('screen:there', 'ask')
  next.emit('connect')
  expect(hearNext('screen:there').words).toEqual([])
})

it('an event that is only news is not kept', () => {
  const { socket, hear } = line()
  socket.emit('log', 1)
  expect(hear('log').words).toEqual([])
})
