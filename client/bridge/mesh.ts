import type { BridgeGrant, BridgePeer, BridgeSignal } from '../../shared/live.ts'
import type { Carrier, CarrierOptions, Remote } from './carrier.ts'
import { type LocalTracks, PeerLink } from './peerLink.ts'
import { type Counters, type LinkSample, sampleReport } from './quality.ts'

type Grant = Extract<BridgeGrant, { driver: 'peer' }>

/** All links of this browser. The server says who the peers are; links are opened and closed to match. */
export class Mesh implements Carrier {
  readonly driver = 'peer'
  readonly #options: CarrierOptions
  /** By peer id. */
  readonly #links = new Map<string, PeerLink>()
  /** By peer id. */
  readonly #remotes = new Map<string, Remote>()
  readonly #counters = new WeakMap<RTCPeerConnection, Counters>()
  #grant: Grant | null = null
  #peers: BridgePeer[] = []
  #tracks: LocalTracks = { video: null, audio: null, screen: null }

  constructor(options: CarrierOptions) {
    this.#options = options
  }

  samples = (): Promise<LinkSample[]> =>
    Promise.all(
      [...this.#links.values()].map(async ({ connection }) => {
        const { sample, counters } = sampleReport(await connection.getStats(), this.#counters.get(connection))
        this.#counters.set(connection, counters)
        return sample
      }),
    )

  /** Who this browser is now. A new incarnation begins with no links. */
  setGrant(grant: BridgeGrant): void {
    if (grant.driver !== 'peer') return
    const renewed = this.#grant?.id === grant.id && this.#grant.incarnation === grant.incarnation
    this.#grant = grant
    if (renewed) for (const link of this.#links.values()) link.renew()
    else {
      this.#closeAll()
      this.setPeers(this.#peers)
    }
  }

  setPeers(peers: BridgePeer[]): void {
    this.#peers = peers
    if (!this.#grant) return
    const wanted = new Map(peers.map((p) => [p.id, p]))
    for (const [id, link] of this.#links)
      if (wanted.get(id)?.incarnation !== link.peer.incarnation) this.#close(id, link)
    for (const peer of peers) if (!this.#links.has(peer.id)) this.#open(peer)
    for (const [id, link] of this.#links) {
      link.setLinks(peers.length)
      link.setInstead(wanted.get(id)?.shares ?? false)
    }
    this.#tell()
  }

  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks
    for (const link of this.#links.values()) link.setTracks(tracks)
  }

  signal(from: string, data: BridgeSignal): void {
    const link = this.#links.get(from)
    if (!link || data.to !== this.#grant?.incarnation || data.incarnation !== link.peer.incarnation) return
    link.receive(data)
  }

  close(): void {
    this.#grant = null
    this.#peers = []
    this.#closeAll()
    this.#tell()
  }

  #open(peer: BridgePeer): void {
    this.#remotes.set(peer.id, { stream: null, connected: false, screen: null })
    const set = (change: Partial<Remote>) => {
      const before = this.#remotes.get(peer.id)
      if (!before || this.#links.get(peer.id)?.peer !== peer) return
      this.#remotes.set(peer.id, { ...before, ...change })
      this.#tell()
    }
    const link = new PeerLink({
      self: () => this.#grant ?? { id: '', incarnation: 0, ice: [] },
      peer,
      tracks: this.#tracks,
      send: (data) => this.#options.send(peer.id, data),
      onStream: (stream) => set({ stream }),
      onScreen: (screen) => set({ screen }),
      onState: (connected) => set({ connected }),
    })
    this.#links.set(peer.id, link)
  }

  #close(id: string, link: PeerLink): void {
    link.close()
    this.#links.delete(id)
    this.#remotes.delete(id)
  }

  #closeAll(): void {
    for (const [id, link] of this.#links) this.#close(id, link)
  }

  #tell(): void {
    this.#options.onRemotes(new Map(this.#remotes))
  }
}
