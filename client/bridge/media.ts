import type { BridgeGrant, BridgePeer, BridgeSignal } from '../../shared/live.ts'
import type { Carrier, CarrierOptions, Remote } from './carrier.ts'
import { onFirstPicture, sendsPicture } from './firstPicture.ts'
import { Mesh } from './mesh.ts'
import type { LocalTracks } from './peerLink.ts'
import { Sfu } from './sfu.ts'

/** The old way is left when the new one has decoded a picture of whomever the old one showed, at the latest after this. */
const OVERLAP_MS = 10_000
/** It is still sent to for this long after that: the others may not have come so far. */
const LINGER_MS = 3_000

type Look = { video: MediaStreamTrack; seen: boolean; stop(): void }
type Before = {
  carrier: Carrier
  remotes: ReadonlyMap<string, Remote>
  /** Whose picture arrived over it. */
  pictured: ReadonlySet<string>
  /** Nothing of it is shown any more. */
  done: boolean
  timer: number
}

const shows = (remote: Remote): boolean => remote.connected && remote.stream !== null

/** Picture and sound of this browser, whichever way they travel; a session may change its way while it runs. */
export class Media {
  readonly #options: CarrierOptions
  #now: Carrier | null = null
  #remotes: ReadonlyMap<string, Remote> = new Map()
  #before: Before | null = null
  /** By point, while the way changes: whose first picture over the new way is looked for, and whether it was seen. */
  readonly #looks = new Map<string, Look>()
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
    const remotes = this.#remotes
    const pictured = new Set([...remotes].flatMap(([id, remote]) => (sendsPicture(remote) ? [id] : [])))
    this.#before = { carrier, remotes, pictured, done: false, timer: this.#leaveIn(OVERLAP_MS) }
    this.#now = null
    this.#remotes = new Map()
  }

  #leaveIn = (ms: number): number =>
    window.setTimeout(() => {
      this.#leave()
      this.#tell()
    }, ms)

  #leave(): void {
    clearTimeout(this.#before?.timer)
    const carrier = this.#before?.carrier
    this.#before = null
    for (const look of this.#looks.values()) look.stop()
    this.#looks.clear()
    carrier?.close()
  }

  #tell(): void {
    const before = this.#before
    const awaited = [...(before && !before.done ? before.remotes : [])].filter(
      ([id, remote]) =>
        shows(remote) && this.#peers.some((p) => p.id === id) && !this.#replaced(id, this.#remotes.get(id)),
    )
    if (before && !before.done && !awaited.length) {
      before.done = true
      clearTimeout(before.timer)
      before.timer = this.#leaveIn(LINGER_MS)
    }
    const remotes = new Map(this.#remotes)
    for (const [id, remote] of awaited) remotes.set(id, remote)
    for (const [id, remote] of remotes)
      if (remote.screen && id !== this.#sharer) remotes.set(id, { ...remote, screen: null })
    this.#obey()
    this.#options.onRemotes(remotes)
  }

  /** Whether the new way shows what the old one does: a picture for a picture, decoded here. */
  #replaced(id: string, now: Remote | undefined): boolean {
    const known = this.#looks.get(id)
    if (known?.seen) return true
    if (!now || !shows(now)) return false
    if (!this.#before?.pictured.has(id)) return true
    const [video] = now.stream?.getVideoTracks() ?? []
    if (!video || known?.video === video) return false
    known?.stop()
    const look: Look = { video, seen: false, stop: () => undefined }
    this.#looks.set(id, look)
    look.stop = onFirstPicture(now, () => {
      look.seen = true
      this.#tell()
    })
    return false
  }

  #obey(): void {
    for (const remotes of [this.#remotes, this.#before?.remotes])
      for (const [id, { stream }] of remotes ?? [])
        for (const track of stream?.getAudioTracks() ?? []) track.enabled = !this.#silenced.has(id)
  }
}
