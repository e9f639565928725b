import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BridgeView } from '../../shared/live.ts'
import type { LiveSocket } from '../live/index.ts'
import type { Remote } from './carrier.ts'
import { Media } from './media.ts'

export type WallFeed = {
  /** The session that belongs on the wall: spotlighted, or with a province present; null when there is none. */
  session: BridgeView | null
  /** The spotlighted point's picture; null until it arrives. */
  stream: MediaStream | null
  attach: Remote['attach']
  connected: boolean
}

/** A wall screen's part: it follows the session on the wall and only receives, one stream. */
export function followWall(socket: LiveSocket): { store: StoreApi<WallFeed>; stop(): void } {
  const store = createStore<WallFeed>(() => ({
    session: null,
    stream: null,
    attach: undefined,
    connected: false,
  }))
  const media = new Media({
    send: (to, data) => {
      if (socket.connected) socket.emit('bridge:signal', to, data)
    },
    onRemotes: (remotes) => {
      const [only] = remotes.values()
      const before = store.getState()
      const next = { stream: only?.stream ?? null, attach: only?.attach, connected: only?.connected ?? false }
      if (
        before.stream !== next.stream ||
        before.attach !== next.attach ||
        before.connected !== next.connected
      )
        store.setState(next)
    },
  })
  const watch = () => {
    socket.emit('bridge:watch', null, (answer) => {
      if ('session' in answer) store.setState({ session: answer.session })
    })
  }
  const changed = (session: BridgeView | null) => store.setState({ session })
  const signal: Media['signal'] = (from, data) => media.signal(from, data)
  const peers: Media['setPeers'] = (list) => media.setPeers(list)
  const grant: Media['setGrant'] = (given) => media.setGrant(given)
  socket.on('connect', watch)
  socket.on('bridge:changed', changed)
  socket.on('bridge:signal', signal)
  socket.on('bridge:peers', peers)
  socket.on('bridge:grant', grant)
  if (socket.connected) watch()
  return {
    store,
    stop: () => {
      socket.off('connect', watch)
      socket.off('bridge:changed', changed)
      socket.off('bridge:signal', signal)
      socket.off('bridge:peers', peers)
      socket.off('bridge:grant', grant)
      media.close()
    },
  }
}
