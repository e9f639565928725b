import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BridgeView } from '../../shared/live.ts'
import type { LiveSocket } from '../live/index.ts'
import type { Remote } from './carrier.ts'
import { Media } from './media.ts'

export type WallFeed = {
  /** The session that belongs on the wall: something of it is shown, or a province is present; null when there is none. */
  session: BridgeView | null
  /** The large picture; null until it arrives. */
  stream: MediaStream | null
  attach: Remote['attach']
  connected: boolean
  /** Every picture on the wall, by point id. */
  remotes: ReadonlyMap<string, Remote>
}
export const NO_FEED: WallFeed = {
  session: null,
  stream: null,
  attach: undefined,
  connected: false,
  remotes: new Map(),
}
export type Followed = { store: StoreApi<WallFeed>; stop(): void }

/** A wall screen's part: it follows the session on the wall and only receives what is on it. */
export function followWall(socket: LiveSocket): Followed {
  const followed = receive(socket, (store) =>
    socket.emit('bridge:watch', null, (answer) => {
      if ('session' in answer) store.setState({ session: answer.session })
    }),
  )
  const changed = (session: BridgeView | null) => followed.store.setState({ session })
  socket.on('bridge:changed', changed)
  return {
    store: followed.store,
    stop: () => {
      socket.off('bridge:changed', changed)
      followed.stop()
    },
  }
}

/** The same for whoever directs and only looks on: the session itself is watched by the page. */
export function previewWall(socket: LiveSocket): Followed {
  const followed = receive(socket, () => socket.emit('bridge:preview', true, () => undefined))
  return {
    store: followed.store,
    stop: () => {
      if (socket.connected) socket.emit('bridge:preview', false, () => undefined)
      followed.stop()
    },
  }
}

function receive(socket: LiveSocket, watch: (store: StoreApi<WallFeed>) => void): Followed {
  const store = createStore<WallFeed>(() => NO_FEED)
  const media = new Media({
    send: (to, data) => {
      if (socket.connected) socket.emit('bridge:signal', to, data)
    },
    onRemotes: (remotes) => {
      const [only] = remotes.values()
      store.setState({
        remotes,
        stream: only?.stream ?? null,
        attach: only?.attach,
        connected: only?.connected ?? false,
      })
    },
  })
  const ask = () => watch(store)
  const signal: Media['signal'] = (from, data) => media.signal(from, data)
  const peers: Media['setPeers'] = (list) => media.setPeers(list)
  const grant: Media['setGrant'] = (given) => media.setGrant(given)
  socket.on('connect', ask)
  socket.on('bridge:signal', signal)
  socket.on('bridge:peers', peers)
  socket.on('bridge:grant', grant)
  if (socket.connected) ask()
  return {
    store,
    stop: () => {
      socket.off('connect', ask)
      socket.off('bridge:signal', signal)
      socket.off('bridge:peers', peers)
      socket.off('bridge:grant', grant)
      media.close()
    },
  }
}
