import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { follow } from '../../../client/live/followed.ts'

/** A socket whose questions are answered when it is told to. */
class Line extends EventEmitter {
  connected = false
  readonly asked: ((late: Error | null) => void)[] = []
  timeout = () => ({ emit: (_: string, ack: (late: Error | null) => void) => this.asked.push(ack) })
  async up() {
    this.connected = true
    this.emit('connect')
    await Promise.resolve()
  }
  down() {
    this.connected = false
    for (const ack of this.asked.splice(0)) ack(new Error('cut'))
  }
  answer = (late: Error | null = null) => this.asked.shift()?.(late)
}
const followed = (line: Line) => {
  const heard: boolean[] = []
  follow(line as never, (again) => heard.push(again))
  return heard
}

it('says that the server hears this page, after each connection, and whether it did before', async () => {
  const line = new Line()
  const heard = followed(line)
  await line.up()
  expect(heard).toEqual([])
  line.answer()
  expect(heard).toEqual([false])
  line.down()
  await line.up()
  line.answer()
  expect(heard).toEqual([false, true])
})

it('a line that is cut before the answer came has not followed; one that is only slow is asked again', async () => {
  const line = new Line()
  const heard = followed(line)
  await line.up()
  line.down()
  expect(line.asked).toEqual([])
  await line.up()
  line.answer(new Error('late'))
  expect(heard).toEqual([])
  line.answer()
  expect(heard).toEqual([false])
})

it('asks after all that is asked as the connection comes, whoever began to listen first', async () => {
  const line = new Line()
  const order: string[] = []
  follow(line as never, () => {})
  line.on('connect', () => order.push(`another's question, ${line.asked.length} before it`))
  await line.up()
  expect(order).toEqual(["another's question, 0 before it"])
  expect(line.asked.length).toBe(1)
})
