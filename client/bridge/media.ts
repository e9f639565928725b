import type { BridgeGrant, BridgePeer, BridgeSignal } from '../../shared/live.ts'
import type { Carrier, CarrierOptions, Remote } from './carrier.ts'
import { Mesh } from './mesh.ts'
import type { LocalTracks } from './peerLink.ts'
import { Sfu } from './sfu.ts'

/** The old way is left when the new one shows what the old one showed, at the latest after this. */
const OVERLAP_MS = 10_000

/** Picture and sound of this browser, whichever way they travel; a session may change its way while it runs. */
export class Media {
  readonly #options: CarrierOptions
  #now: Carrier | null = null
  #remotes: ReadonlyMap<string, Remote> = new Map()
  #before: { carrier: Carrier; remotes: ReadonlyMap<string, Remote>; timer: number } | null = null
  #peers: BridgePeer[] = []
  #tracks: LocalTracks = { video: null, audio: null, screen: null }
  /** Ids of those whose sound nobody may hear. */
  #silenced: ReadonlySet<string> = new Set()
  /** Who alone may share a screen; what others send of theirs is not shown. */
  #sharer: string | null = null

  constructor(options: CarrierOptions) {
    this.#options = options
  }

  /** Who this browser is now, and by which way. */
  setGrant(grant: BridgeGrant): void {
    if (this.#now && this.#now.driver !== grant.driver) this.#change()
    this.#now ??= this.#make(grant)
    this.#now.setGrant(grant)
  }

  /** In, perhaps again: who we are and who the others are. */
  enter(grant: BridgeGrant, peers: BridgePeer[]): void {
    this.#peers = peers
    if (this.#now?.driver === grant.driver) this.#now.setPeers(peers)
    this.setGrant(grant)
  }

  setPeers(peers: BridgePeer[]): void {
    this.#peers = peers
    this.#now?.setPeers(peers)
  }

  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks
    this.#now?.setTracks(tracks)
    this.#before?.carrier.setTracks(tracks)
  }

  /** Their sound is not played here, whatever they send. */
  silence(ids: ReadonlySet<string>): void {
    this.#silenced = ids
    this.#obey()
  }

  /** Whose shared screen is shown here, whatever others send. */
  setSharer(id: string | null): void {
    if (this.#sharer === id) return
    this.#sharer = id
    this.#tell()
  }

  signal(from: string, data: BridgeSignal): void {
    this.#now?.signal(from, data)
  }

  samples = async () => (await this.#now?.samples()) ?? []

  close(): void {
    this.#leave()
    this.#now?.close()
    this.#now = null
    this.#remotes = new Map()
    this.#peers = []
    this.#tell()
  }

  #make(grant: BridgeGrant): Carrier {
    const options: CarrierOptions = {
      send: this.#options.send,
      onRemotes: (remotes) => {
        // What an older way tells is kept apart from the new one's.
        if (this.#now !== carrier) return
        this.#remotes = remotes
        this.#tell()
      },
    }
    const carrier: Carrier = grant.driver === 'livekit' ? new Sfu(options) : new Mesh(options)
    carrier.setTracks(this.#tracks)
    carrier.setPeers(this.#peers)
    return carrier
  }

  #change(): void {
    this.#leave()
    const carrier = this.#now
    if (!carrier) return
    const timer = window.setTimeout(() => {
      this.#leave()
      this.#tell()
    }, OVERLAP_MS)
    this.#before = { carrier, remotes: this.#remotes, timer }
    this.#now = null
    this.#remotes = new Map()
  }

  #leave(): void {
    clearTimeout(this.#before?.timer)
    const carrier = this.#before?.carrier
    this.#before = null
    carrier?.close()
  }

  #tell(): void {
    const old = this.#before?.remotes
    const shows = (remote: Remote | undefined) => Boolean(remote?.connected && remote.stream)
    const late = [...(old ?? [])].filter(([id, remote]) => shows(remote) && !shows(this.#remotes.get(id)))
    const awaited = late.filter(([id]) => this.#peers.some((p) => p.id === id))
    if (old && !awaited.length) this.#leave()
    const remotes = new Map(this.#remotes)
    for (const [id, remote] of awaited) remotes.set(id, remote)
    for (const [id, remote] of remotes)
      if (remote.screen && id !== this.#sharer) remotes.set(id, { ...remote, screen: null })
    this.#obey()
    this.#options.onRemotes(remotes)
  }

  #obey(): void {
    for (const remotes of [this.#remotes, this.#before?.remotes])
      for (const [id, { stream }] of remotes ?? [])
        for (const track of stream?.getAudioTracks() ?? []) track.enabled = !this.#silenced.has(id)
  }
}
