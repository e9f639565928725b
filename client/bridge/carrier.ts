import type { BridgeDriver, BridgeGrant, BridgePeer, BridgeSignal } from '../../shared/live.ts'
import type { LocalTracks } from './peerLink.ts'
import type { LinkSample } from './quality.ts'

/** Another's picture and sound as they arrive here. */
export type Remote = {
  stream: MediaStream | null
  connected: boolean
  /** The screen or document it shares; null while it shares none. */
  screen: MediaStream | null
  attachScreen?: Remote['attach']
  /** Puts them on an element, where that is more than setting its stream; answers how to take them off. */
  attach?(element: HTMLVideoElement): () => void
}
export type CarrierOptions = {
  send(to: string, data: BridgeSignal): void
  /** By peer id, after every change. */
  onRemotes(remotes: ReadonlyMap<string, Remote>): void
}

/** One way in which picture and sound travel. The server says who this browser is and who the others are. */
export interface Carrier {
  readonly driver: BridgeDriver
  setGrant(grant: BridgeGrant): void
  setPeers(peers: BridgePeer[]): void
  /** Null for a kind stops sending it at once. */
  setTracks(tracks: LocalTracks): void
  signal(from: string, data: BridgeSignal): void
  /** What each link told since it was asked before. */
  samples(): Promise<LinkSample[]>
  close(): void
}
