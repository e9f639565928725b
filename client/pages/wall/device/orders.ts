// What the desk tells this screen: done at the order's instant, answered when it is drawn.
import { overlaid } from '../../../../shared/overlay.ts'
import type { ScreenCommand, ScreenOrder } from '../../../../shared/wall.ts'
import type { LiveSocket } from '../../../live/index.ts'
import { onTold, reportTurn, schedule, serverNow } from '../../../live/index.ts'
import { sendPicture } from './pictures.ts'
import { deviceStore } from './self.ts'

/** Does a command that is not this room's own; returns whether it was one it knows, or throws with the reason. */
type Taker = (order: ScreenOrder) => boolean | Promise<boolean>
const takers = new Set<Taker>()

/** The scenes take their own commands from here. Returns how to stop. */
export function takeOrders(taker: Taker): () => void {
  takers.add(taker)
  return () => takers.delete(taker)
}

const drawn = () => new Promise<void>((done) => requestAnimationFrame(() => done()))

async function perform(order: ScreenOrder): Promise<string | undefined> {
  const { command, at } = order
  const overlay = overlaid(deviceStore.getState().overlay, command, at)
  if (overlay) {
    deviceStore.setState({ overlay })
    await drawn()
    return undefined
  }
  switch (command.do) {
    case 'identify':
      deviceStore.setState({ identifyUntil: at + command.seconds * 1_000 })
      await drawn()
      return undefined
    case 'test-picture':
      deviceStore.setState({ testPicture: command.on })
      reportTurn(at, command.on ? 'test-picture' : 'test-picture-off')
      await drawn()
      return undefined
    case 'screenshot':
      return sendPicture('asked', order.id)
    case 'reload':
      // Answered first: nothing is said by a page that is gone.
      setTimeout(() => location.reload(), 150)
      return undefined
    default: {
      for (const taker of takers) if (await taker(order)) return undefined
      throw new Error(`${(command satisfies ScreenCommand).do}: not known here`)
    }
  }
}

/** Takes the orders of a socket. Returns how to stop. */
export function obey(socket: LiveSocket): () => void {
  const order = (order: ScreenOrder) => {
    schedule(order.at, () => {
      void perform(order).then(
        (detail) =>
          socket.emit('screen:done', {
            id: order.id,
            ok: true,
            at: serverNow(),
            ...(detail ? { detail } : {}),
          }),
        (error: unknown) => {
          const detail = (error instanceof Error ? error.message : String(error)).slice(0, 200)
          socket.emit('screen:done', { id: order.id, ok: false, at: serverNow(), detail })
        },
      )
    })
  }
  return onTold('screen:order', order)
}
