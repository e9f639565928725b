// A process full of consoles. Kinds differ in what they say; all read the same cheap way.
import { serve } from '../child.ts'
import { LiveConsole } from './live.ts'
import { RawSocket } from './rawSocket.ts'
import type { Wanted } from './wanted.ts'

const groups = new Map<string, { sockets: RawSocket[]; consoles: LiveConsole[] }>()
/** A page that does not read does not report either. */
const paused = new Set<LiveConsole>()
setInterval(() => {
  for (const { consoles } of groups.values())
    for (const console of consoles) if (!paused.has(console)) console.reportLate()
}, 500)

/** CONNECT without a clean user, QoS 0 SUBSCRIBE to `v`: the few bytes of MQTT 3.1.1 that a reader says. */
function mqttHello(n: number): Buffer[] {
  const id = Buffer.from(`c${process.pid}-${n}`)
  const body = Buffer.concat([
    Buffer.from([0, 4]),
    Buffer.from('MQTT'),
    Buffer.from([4, 2, 0, 0, 0, id.length]),
    id,
  ])
  return [
    Buffer.concat([Buffer.from([0x10, body.length]), body]),
    Buffer.from([0x82, 6, 0, 1, 0, 1, 0x76, 0]),
  ]
}

async function join(wanted: Wanted, n: number): Promise<{ socket: RawSocket; console?: LiveConsole }> {
  const { port } = wanted
  switch (wanted.kind) {
    case 'live': {
      const console = await LiveConsole.join(port, wanted.cookie)
      for (const question of wanted.questions[n % wanted.questions.length] ?? []) await console.open(question)
      console.lean()
      return { socket: console.socket, console }
    }
    case 'ws':
      return { socket: await RawSocket.open({ port, path: '/' }) }
    case 'socket.io': {
      const prepare = (s: RawSocket) => {
        s.onText = (text) => {
          if (text.startsWith('0')) s.send('40')
          else if (text === '2') s.send('3')
        }
      }
      return {
        socket: await RawSocket.open({ port, path: '/socket.io/?EIO=4&transport=websocket', prepare }),
      }
    }
    case 'nats': {
      const socket = await RawSocket.open({ port, path: '/' })
      socket.send('CONNECT {"verbose":false,"pedantic":false}\r\nSUB v 1\r\n')
      return { socket }
    }
    case 'mqtt': {
      const socket = await RawSocket.open({ port, path: '/', protocol: 'mqtt' })
      const [hello, subscribe] = mqttHello(n)
      if (hello) socket.send(hello)
      if (subscribe) socket.send(subscribe)
      return { socket }
    }
  }
}

serve({
  /** Opens `count` consoles, a few at a time. `first` is the number of the first among all processes. */
  open: async (name: string, wanted: Wanted, count: number, first: number) => {
    const group = groups.get(name) ?? { sockets: [], consoles: [] }
    groups.set(name, group)
    let next = 0
    const one = async () => {
      for (let n = next++; n < count; n = next++) {
        const { socket, console } = await join(wanted, first + n)
        group.sockets.push(socket)
        if (console) group.consoles.push(console)
      }
    }
    await Promise.all(Array.from({ length: 16 }, one))
  },
  /** What all consoles of that name have received so far. */
  count: (name: string) => {
    const sockets = groups.get(name)?.sockets ?? []
    return {
      messages: sockets.reduce((sum, s) => sum + s.messages, 0),
      bytes: sockets.reduce((sum, s) => sum + s.bytes, 0),
    }
  },
  /** The next whole binary messages of one console: what other servers are given to send. */
  record: (name: string, messages: number) =>
    new Promise<Uint8Array[]>((done) => {
      const socket = groups.get(name)?.sockets[0]
      if (!socket) throw new Error(`no console of ${name}`)
      const kept: Uint8Array[] = []
      socket.onMessage = ({ text, payload }) => {
        if (text || payload.length < 500) return
        kept.push(payload)
        if (kept.length < messages) return
        socket.onMessage = null
        done(kept)
      }
    }),
  /** How late frames come from now on. */
  watch: (name: string) => {
    for (const console of groups.get(name)?.consoles ?? []) console.lateness = []
  },
  /** Of each console: its sequence, gaps, merged frames; and how late all frames came since `watch`. */
  seen: (name: string) => {
    const consoles = groups.get(name)?.consoles ?? []
    return {
      consoles: consoles.map(({ seq, gaps, merged }) => ({ seq, gaps, merged })),
      lateness: consoles.flatMap((c) => c.lateness ?? []),
    }
  },
  pause: (name: string) => {
    for (const console of groups.get(name)?.consoles ?? []) {
      paused.add(console)
      console.socket.pause()
    }
  },
  resume: (name: string) => {
    for (const console of groups.get(name)?.consoles ?? []) {
      paused.delete(console)
      console.socket.resume()
    }
  },
  close: (name: string) => {
    for (const socket of groups.get(name)?.sockets ?? []) socket.close()
    groups.delete(name)
  },
})
