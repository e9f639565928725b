import type { Socket } from 'socket.io'
import { Compile } from 'typebox/compile'
import { ReadinessFacts, ReadinessFor } from '../../../shared/api/readiness.ts'
import type { ClientToServer, LiveError, ServerToClient } from '../../../shared/live.ts'
import type { Principal } from '../../access/index.ts'
import { Limit } from '../limit.ts'
import { BridgeError } from '../problem.ts'
import { deviceName } from './device.ts'
import type { Readiness } from './readiness.ts'
import type { LineTickets } from './tickets.ts'

type Room = { readiness: Readiness; tickets: LineTickets; onFault(error: unknown): void }
const isFor = Compile(ReadinessFor)
const isFacts = Compile(ReadinessFacts)
const FAULT: LiveError = {
  error: {
    code: 'INTERNAL',
    message: { vi: 'Lỗi hệ thống, đã ghi lại', en: 'An internal error, recorded' },
  },
}

/** A point's trial of itself, by its account or its link. */
export function readinessSocket(
  { readiness, tickets, onFault }: Room,
  socket: Socket<ClientToServer, ServerToClient>,
  principal: Principal,
): void {
  const often = new Limit(20, 0.5)
  const answer = async (ack: unknown, work: () => Promise<unknown>): Promise<void> => {
    if (typeof ack !== 'function') return
    try {
      if (!often.take()) throw new BridgeError('BRIDGE_TOO_OFTEN')
      ack(await work())
    } catch (error) {
      if (error instanceof BridgeError) {
        const { code, message } = error.body()
        ack({ error: { code, message } } satisfies LiveError)
      } else {
        onFault(error)
        ack(FAULT)
      }
    }
  }

  socket.on('readiness:begin', (of, ack) =>
    answer(ack, async () => {
      if (!isFor.Check(of)) throw new BridgeError('BRIDGE_BAD_REQUEST')
      await readiness.asked(principal, of)
      const ticket = tickets.give()
      if (!ticket) throw new BridgeError('BRIDGE_TOO_OFTEN')
      return { ticket }
    }),
  )
  socket.on('readiness:report', (of, facts, ack) =>
    answer(ack, async () => {
      if (!isFor.Check(of) || !isFacts.Check(facts)) throw new BridgeError('BRIDGE_BAD_REQUEST')
      const { headers, address } = socket.handshake
      await readiness.report(principal, of, facts, deviceName(headers['user-agent'] ?? ''), address)
      return { kept: true }
    }),
  )
}
