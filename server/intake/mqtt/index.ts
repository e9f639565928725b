import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { Aedes, type AuthErrorCode, type AuthenticateError, type Client } from 'aedes'
import type { FastifyBaseLogger } from 'fastify'
import { RequestError } from '../../../shared/refusal.ts'
import type { Bus } from '../../bus.ts'
import type { Connections } from '../connections.ts'
import type { Limiter } from '../limiter.ts'
import type { Answer, Submission } from '../types.ts'
import { packetGuard } from './guard.ts'
import { Receiver } from './receiver.ts'

type Room = {
  port: number
  host: string
  /** Longest packet in bytes. */
  limit: number
  connections: Connections
  bus: Bus
  log: FastifyBaseLogger
  rate: Limiter
  enqueue(input: Submission): Promise<{ answer: Promise<Answer> }>
}
/** Before a client has signed in it may say no more than this. */
const SIGN_IN_LIMIT = 2_048
const BAD_KEY: AuthErrorCode.BAD_USERNAME_OR_PASSWORD = 4
const UNAVAILABLE: AuthErrorCode.SERVER_UNAVAILABLE = 3

/** Where a source's last will says that it is gone. */
const goneTopic = (id: string) => `td/${id}/gone`

/**
 * The broker that sources send to by MQTT 3.1.1: user name = connection, password = its key, one topic in and one out.
 * A PUBACK is sent after the commit.
 */
export async function startBroker(room: Room): Promise<{ port: number; close(): Promise<void> }> {
  const { connections, log } = room
  /** Who each client signed in as, and with which key. */
  const signedIn = new Map<Client, { id: string; key: string; receiver: Receiver }>()
  /** Whose each client is, for as long as there is one: its last will comes when it is signed in no more. */
  const names = new WeakMap<Client, string>()
  let closing = false
  const broker = await Aedes.createBroker({
    maxClientsIdLength: 200,
    preConnect: (_, packet, done) => {
      // A client's name is its own connection's: nobody can push out another's client by taking its name. No sessions; of
      // wills only that of being gone.
      packet.clientId = `${packet.username ?? ''}/${packet.clientId}`
      packet.clean = true
      if (packet.will?.topic !== goneTopic(packet.username ?? '')) packet.will = undefined
      done(null, true)
    },
    authenticate: (client, username, password, done) => {
      try {
        const { id } = connections.authenticate(username ?? '', password?.toString() ?? '')
        names.set(client, id)
        room.bus.emit('source-gone', { id, gone: false, at: Date.now() })
        signedIn.set(client, { id, key: connections.keyMark(id), receiver: new Receiver(id, client, room) })
        done(null, true)
      } catch (error) {
        const returnCode = error instanceof RequestError ? BAD_KEY : UNAVAILABLE
        const refusal: AuthenticateError = Object.assign(new Error('not signed in'), { returnCode })
        done(refusal, null)
      }
    },
    authorizePublish: (client, packet, done) => {
      const name = client && names.get(client)
      if (name && packet.topic === goneTopic(name)) {
        // One that came anew in its place is not gone; nobody is while we go ourselves.
        const others = [...signedIn].some(([other, { id }]) => id === name && other !== client)
        if (!others && !closing) room.bus.emit('source-gone', { id: name, gone: true, at: Date.now() })
        packet.retain = false
        return done(null)
      }
      const who = client && signedIn.get(client)
      if (!who) return done(new Error('not signed in'))
      if (packet.topic !== `td/${who.id}/observations`)
        return done(new Error(`topic ${packet.topic} is not yours`))
      packet.retain = false
      who.receiver.receive(Buffer.from(packet.payload)).then(
        (answer) => {
          if (answer !== null)
            broker.publish(
              {
                cmd: 'publish',
                topic: `td/${who.id}/answers`,
                payload: JSON.stringify(answer),
                qos: 0,
                retain: false,
                dup: false,
              },
              () => {},
            )
          done(null)
        },
        // Not written: no PUBACK. The connection ends; the source connects again and sends the message again.
        (error: unknown) => done(error instanceof Error ? error : new Error('not written')),
      )
    },
    authorizeSubscribe: (client, subscription, done) => {
      const who = signedIn.get(client)
      done(null, who && subscription.topic === `td/${who.id}/answers` ? subscription : null)
    },
  })
  broker.on('clientDisconnect', (client) => signedIn.delete(client))
  broker.on('clientError', (client, error) => {
    log.info({ connection: signedIn.get(client)?.id, error: error.message }, 'mqtt client ended')
    signedIn.delete(client)
  })
  broker.on('connectionError', (_, error) => log.info({ error: error.message }, 'mqtt connection ended'))

  const stopWatching = room.bus.on('connections', ({ ids }) => {
    for (const [client, who] of signedIn)
      if (
        ids.includes(who.id) &&
        (!connections.get(who.id)?.enabled || connections.keyMark(who.id) !== who.key)
      )
        client.close()
  })

  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    let client: Client | null = null
    const guard = packetGuard(() => (client && signedIn.has(client) ? room.limit + 200 : SIGN_IN_LIMIT))
    socket.on('error', () => guard.destroy())
    guard.on('error', () => socket.destroy())
    const guarded = Duplex.from({ readable: socket.pipe(guard), writable: socket })
    guarded.on('error', () => socket.destroy())
    guarded.on('close', () => socket.destroy())
    client = broker.handle(guarded)
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(room.port, room.host, done)
  })
  const address: AddressInfo | string | null = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : room.port,
    close: async () => {
      stopWatching()
      closing = true
      const closed = new Promise<void>((done) => server.close(() => done()))
      // A message in work is still acknowledged; then every client is let go.
      await Promise.all([...signedIn.values()].map((w) => w.receiver.settled()))
      await new Promise<void>((done) => broker.close(done))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
