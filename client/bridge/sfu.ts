import type { RemoteParticipant, RemoteTrack, RemoteTrackPublication, Room } from 'livekit-client'
import type { BridgeGrant, BridgePeer } from '../../shared/live.ts'
import type { Carrier, CarrierOptions, Remote } from './carrier.ts'
import type { LocalTracks } from './peerLink.ts'
import { type Counters, type LinkSample, sampleReport } from './quality.ts'

const AGAIN_MS = 1_000
type Grant = Extract<BridgeGrant, { driver: 'livekit' }>
type Library = typeof import('livekit-client')

/** The room of a LiveKit server: one connection out, one in, only what is asked for and at the size it is shown. */
export class Sfu implements Carrier {
  readonly driver = 'livekit'
  readonly #options: CarrierOptions
  #grant: Grant | null = null
  #room: Room | null = null
  #library: Library | null = null
  #peers: ReadonlyMap<string, BridgePeer> = new Map()
  #tracks: LocalTracks = { video: null, audio: null, screen: null }
  #closed = false
  #again: ReturnType<typeof setTimeout> | undefined
  #placing: Promise<void> = Promise.resolve()
  readonly #streams = new Map<string, MediaStream>()
  readonly #counters = new WeakMap<object, Counters>()

  constructor(options: CarrierOptions) {
    this.#options = options
  }

  /** A new right to the same room is kept for the next entering: LiveKit itself renews the one in use. */
  setGrant(grant: BridgeGrant): void {
    if (grant.driver !== 'livekit') return
    const before = this.#grant
    this.#grant = grant
    const same = before?.room === grant.room && before.id === grant.id && before.url === grant.url
    if (!same || !this.#room) this.#enter()
  }

  setPeers(peers: BridgePeer[]): void {
    this.#peers = new Map(peers.map((p) => [p.id, p]))
    this.#subscribe()
    this.#tell()
  }

  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks
    this.#place()
  }

  /** LiveKit has its own signalling. */
  signal(): void {}

  async samples(): Promise<LinkSample[]> {
    const room = this.#room
    if (!room) return []
    const video = (list: Iterable<{ kind: string; track?: object | undefined }>) =>
      [...list].flatMap((p) => (p.kind === 'video' && p.track ? [p.track as RemoteTrack] : []))
    const tracks = [
      ...video(room.localParticipant.trackPublications.values()),
      ...[...room.remoteParticipants.values()].flatMap((p) => video(p.trackPublications.values())),
    ]
    const samples = await Promise.all(
      tracks.map(async (track) => {
        const report = await track.getRTCStatsReport().catch(() => undefined)
        if (!report) return []
        const { sample, counters } = sampleReport(report, this.#counters.get(track))
        this.#counters.set(track, counters)
        return [sample]
      }),
    )
    return samples.flat()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#again)
    this.#drop()
  }

  #drop(): void {
    const room = this.#room
    this.#room = null
    this.#streams.clear()
    room?.removeAllListeners()
    void room?.disconnect(false)
  }

  #enter(): void {
    clearTimeout(this.#again)
    this.#drop()
    this.#connect().catch((error: unknown) => {
      if (this.#closed) return
      console.warn('media server not entered', error)
      this.#later()
    })
  }

  #later(): void {
    clearTimeout(this.#again)
    if (!this.#closed) this.#again = setTimeout(() => this.#enter(), AGAIN_MS)
  }

  async #connect(): Promise<void> {
    const library = await import('livekit-client')
    const grant = this.#grant
    if (this.#closed || !grant || this.#room) return
    library.setLogLevel('error')
    this.#library = library
    const { Room, RoomEvent, DisconnectReason } = library
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      stopLocalTrackOnUnpublish: false,
      disconnectOnPageLeave: true,
      publishDefaults: { simulcast: true, dtx: true, red: true },
    })
    this.#room = room
    const current = () => this.#room === room
    const again = () => {
      if (!current()) return
      this.#subscribe()
      this.#tell()
    }
    for (const event of [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackPublished,
      RoomEvent.TrackUnpublished,
      RoomEvent.TrackSubscribed,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.ConnectionStateChanged,
    ] as const)
      room.on(event, again)
    const place = () => {
      if (current()) this.#place()
    }
    room.on(RoomEvent.ParticipantPermissionsChanged, place).on(RoomEvent.Reconnected, place)
    room.on(RoomEvent.LocalTrackUnpublished, place)
    room.on(RoomEvent.Disconnected, (reason) => {
      if (!current()) return
      this.#drop()
      this.#tell()
      // Another window of this point is in: only a new right from our own server brings this one back.
      if (reason !== DisconnectReason.DUPLICATE_IDENTITY) this.#later()
    })
    await room.connect(grant.url, grant.token, { autoSubscribe: false, maxRetries: 1 })
    if (!current()) return
    again()
    this.#place()
  }

  /** Only those the server names; a screen of the wall gets their pictures, or what they share, and no sound. */
  #subscribe(): void {
    const screen = this.#grant?.id.startsWith('screen:') ?? false
    for (const person of this.#room?.remoteParticipants.values() ?? [])
      for (const publication of person.trackPublications.values()) {
        const peer = this.#peers.get(person.identity)
        const shared = isScreenOf(publication)
        const wanted =
          peer !== undefined &&
          !(screen && publication.kind === 'audio') &&
          !(screen && shared !== (peer.shares ?? false))
        if (publication.isDesired !== wanted || (wanted && !publication.isSubscribed))
          publication.setSubscribed(wanted)
      }
  }

  /** Sends what is to be sent and nothing else, one change after another. */
  #place(): void {
    this.#placing = this.#placing.then(() => this.#placeNow()).catch(() => this.#placeLater())
  }

  /** The right to speak may reach LiveKit a moment after it reached us. */
  #placeLater(): void {
    setTimeout(() => {
      if (!this.#closed) this.#place()
    }, AGAIN_MS / 2)
  }

  async #placeNow(): Promise<void> {
    const room = this.#room
    const library = this.#library
    if (!room || !library || room.state !== library.ConnectionState.Connected) return
    if (this.#grant?.id.startsWith('screen:')) return
    const { Source } = library.Track
    for (const [kind, source] of [
      ['video', Source.Camera],
      ['audio', Source.Microphone],
      ['screen', Source.ScreenShare],
    ] as const) {
      const wanted = this.#tracks[kind]
      const sent = room.localParticipant.getTrackPublication(source)?.track
      if (sent?.mediaStreamTrack === (wanted ?? undefined)) continue
      if (sent) await room.localParticipant.unpublishTrack(sent, false)
      if (wanted?.readyState === 'live')
        await room.localParticipant.publishTrack(wanted, {
          source,
          // Letters must stay sharp: one layer, in full size.
          ...(kind === 'screen' ? { simulcast: false } : {}),
        })
    }
  }

  #tell(): void {
    const remotes = new Map<string, Remote>()
    for (const id of this.#peers.keys()) remotes.set(id, this.#remote(id))
    this.#options.onRemotes(remotes)
  }

  #remote(id: string): Remote {
    const person = this.#room?.remoteParticipants.get(id)
    const all = person ? subscribed(person) : []
    const instead = this.#peers.get(id)?.shares ?? false
    const tracks = all.filter((p) => instead || !isScreenOf(p)).map((p) => p.track)
    const shared = all.find((p) => isScreenOf(p))?.track
    const screen =
      shared && !instead
        ? { screen: this.#screenOf(shared), attachScreen: attacher([shared]) }
        : { screen: null }
    if (!tracks.length) {
      this.#streams.delete(id)
      return { stream: null, connected: false, ...screen }
    }
    const stream = this.#streams.get(id) ?? new MediaStream()
    this.#streams.set(id, stream)
    const wanted = tracks.map((t) => t.mediaStreamTrack)
    for (const track of stream.getTracks()) if (!wanted.includes(track)) stream.removeTrack(track)
    for (const track of wanted) stream.addTrack(track)
    return {
      stream,
      connected: this.#room?.state === this.#library?.ConnectionState.Connected,
      attach: attacher(tracks),
      ...screen,
    }
  }

  readonly #screens = new WeakMap<RemoteTrack, MediaStream>()
  #screenOf(track: RemoteTrack): MediaStream {
    const stream = this.#screens.get(track) ?? new MediaStream([track.mediaStreamTrack])
    this.#screens.set(track, stream)
    return stream
  }
}

type Subscribed = { source: string; track: RemoteTrack }
const isScreenOf = (of: { source: string }) => of.source === 'screen_share'
const subscribed = (person: RemoteParticipant): Subscribed[] =>
  [...person.trackPublications.values()].flatMap((p: RemoteTrackPublication) =>
    p.track ? [{ source: p.source, track: p.track }] : [],
  )

/** One function for one set of tracks, so that a picture that stays is not taken off and put on again. */
const attachers = new WeakMap<RemoteTrack, { of: RemoteTrack[]; attach: NonNullable<Remote['attach']> }>()
function attacher(tracks: RemoteTrack[]): NonNullable<Remote['attach']> {
  const first = tracks[0]!
  const known = attachers.get(first)
  if (known && known.of.length === tracks.length && known.of.every((t, i) => t === tracks[i]))
    return known.attach
  const attach = (element: HTMLVideoElement) => {
    for (const track of tracks) track.attach(element)
    return () => {
      for (const track of tracks) track.detach(element)
    }
  }
  attachers.set(first, { of: tracks, attach })
  return attach
}
