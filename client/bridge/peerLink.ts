import type { BridgePeer, BridgeSignal, RTCIceServerLike } from '../../shared/live.ts'

/** How long a failed link may try by new routes before it is built anew. */
const RESTART_MS = 6_000
/** A link that stays interrupted this long looks for a new route. */
const INTERRUPTED_MS = 3_000
/** Upper bounds of one picture, bits per second: five links at once on an ordinary line; one to the wall. */
const BITRATE = { point: 900_000, screen: 2_500_000 }
/** From three others on, one machine makes a picture for each: smaller and fewer, or it makes none of them well. */
const MANY = { links: 3, height: 360, framesPerSecond: 15 }

export type LocalTracks = {
  video: MediaStreamTrack | null
  audio: MediaStreamTrack | null
  /** A shared screen or document, beside the picture. */
  screen: MediaStreamTrack | null
}
export type Self = { id: string; incarnation: number; ice: RTCIceServerLike[] }
export type LinkOptions = {
  self: () => Self
  peer: BridgePeer
  tracks: LocalTracks
  send(data: BridgeSignal): void
  /** The remote picture and sound; its tracks come and go. */
  onStream(stream: MediaStream): void
  /** The other's shared screen; null when there is none any more. */
  onScreen(stream: MediaStream | null): void
  onState(connected: boolean): void
}

type Content =
  | { kind: 'description'; type: 'offer' | 'answer'; sdp: string }
  | { kind: 'candidate'; candidate: string; sdpMid: string | null; sdpMLineIndex: number | null }
  | { kind: 'rebuild' }

/** One WebRTC link, negotiated perfectly: both ends may offer at any time, the polite one yields. */
export class PeerLink {
  readonly peer: BridgePeer
  readonly #options: LinkOptions
  readonly #polite: boolean
  /** One end makes the first offer: a browser whose first offer is rolled back while it gathers finds no route. */
  readonly #first: boolean
  #round = 0
  #connection: RTCPeerConnection
  #makingOffer = false
  #ignoring = false
  #closed = false
  #tracks: LocalTracks
  #stream = new MediaStream()
  #links = 1
  /** What carries our own shared screen. */
  #sharing: RTCRtpTransceiver | null = null
  /** To a screen of the wall: our shared screen goes in place of our picture. */
  #instead: boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Signals are applied one after another. */
  #line: Promise<void> = Promise.resolve()

  constructor(options: LinkOptions) {
    this.#options = options
    this.peer = options.peer
    this.#tracks = options.tracks
    this.#instead = options.peer.shares ?? false
    this.#polite = options.self().id < options.peer.id
    this.#first = options.peer.kind === 'screen' || (!this.#polite && !this.#isScreen())
    this.#connection = this.#build()
  }

  get connection(): RTCPeerConnection {
    return this.#connection
  }
  get connected(): boolean {
    return this.#connection.connectionState === 'connected'
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#connection.close()
  }

  /** New ICE servers take effect at the next search for a route. */
  renew(): void {
    this.#connection.setConfiguration({ iceServers: this.#options.self().ice })
  }

  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks
    this.#place(this.#connection)
  }

  /** Whether the screens of the wall get our shared screen instead of our picture. */
  setInstead(instead: boolean): void {
    if (this.#instead === instead) return
    this.#instead = instead
    this.#place(this.#connection)
  }

  /** How many pictures this browser makes at once: its share of the machine is bounded by that. */
  setLinks(links: number): void {
    if (this.#links === links) return
    this.#links = links
    for (const { sender } of this.#connection.getTransceivers())
      if (sender !== this.#sharing?.sender) this.#bound(sender)
  }

  receive(data: BridgeSignal): void {
    this.#line = this.#line
      .then(() => this.#apply(data))
      .catch((error: unknown) => {
        if (!this.#closed) console.warn('bridge signal not applied', error)
      })
  }

  async #apply(data: BridgeSignal): Promise<void> {
    if (this.#closed || data.round < this.#round) return
    if (data.round > this.#round) this.#rebuild(data.round)
    const connection = this.#connection
    if (data.kind === 'description') {
      const collision = data.type === 'offer' && (this.#makingOffer || connection.signalingState !== 'stable')
      this.#ignoring = !this.#polite && collision
      if (this.#ignoring) return
      await connection.setRemoteDescription({ type: data.type, sdp: data.sdp })
      if (data.type === 'offer') {
        await connection.setLocalDescription()
        this.#sendDescription(connection)
      }
      // A shared screen waits for the first agreement, so that the picture's place is always the first.
      this.#placeScreen(connection)
    } else if (data.kind === 'candidate') {
      const { candidate, sdpMid, sdpMLineIndex } = data
      try {
        await connection.addIceCandidate({ candidate, sdpMid, sdpMLineIndex })
      } catch (error) {
        // Candidates of an offer that we ignored belong nowhere.
        if (!this.#ignoring) throw error
      }
    }
  }

  #build(): RTCPeerConnection {
    const connection = new RTCPeerConnection({ iceServers: this.#options.self().ice })
    const current = () => !this.#closed && this.#connection === connection
    connection.addEventListener('negotiationneeded', async () => {
      if (!current() || (!this.#first && !connection.remoteDescription)) return
      try {
        this.#makingOffer = true
        await connection.setLocalDescription()
        if (current()) this.#sendDescription(connection)
      } catch (error) {
        if (current()) console.warn('bridge offer not made', error)
      } finally {
        this.#makingOffer = false
      }
    })
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (!current() || !candidate) return
      const { sdpMid, sdpMLineIndex } = candidate
      this.#send({ kind: 'candidate', candidate: candidate.candidate, sdpMid, sdpMLineIndex })
    })
    connection.addEventListener('track', ({ track, transceiver }) => {
      if (!current()) return
      if (track.kind === 'video' && transceiver !== pictureOf(connection)) {
        const stream = new MediaStream([track])
        track.addEventListener('mute', () => current() && this.#options.onScreen(null))
        track.addEventListener('unmute', () => current() && this.#options.onScreen(stream))
        if (!track.muted) this.#options.onScreen(stream)
        return
      }
      for (const old of this.#stream.getTracks())
        if (old.kind === track.kind && old !== track) this.#stream.removeTrack(old)
      this.#stream.addTrack(track)
      this.#options.onStream(this.#stream)
    })
    connection.addEventListener('connectionstatechange', () => {
      if (current()) this.#follow(connection)
    })
    this.#place(connection)
    if (this.#first && this.peer.kind === 'point')
      for (const kind of ['audio', 'video'])
        if (!connection.getTransceivers().some((t) => t.receiver.track.kind === kind))
          connection.addTransceiver(kind, { direction: 'recvonly' })
    return connection
  }

  #follow(connection: RTCPeerConnection): void {
    clearTimeout(this.#timer)
    const state = connection.connectionState
    this.#options.onState(state === 'connected')
    if (state === 'disconnected')
      this.#timer = setTimeout(() => {
        connection.restartIce()
        this.#rebuildUnlessConnected()
      }, INTERRUPTED_MS)
    else if (state === 'failed') {
      connection.restartIce()
      this.#rebuildUnlessConnected()
    }
  }

  #rebuildUnlessConnected(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#closed || this.connected) return
      this.#rebuild(this.#round + 1)
      // The other end may have nothing to send, and would never offer by itself.
      this.#send({ kind: 'rebuild' })
      this.#rebuildUnlessConnected()
    }, RESTART_MS)
  }

  #rebuild(round: number): void {
    clearTimeout(this.#timer)
    this.#round = round
    this.#makingOffer = false
    this.#ignoring = false
    this.#connection.close()
    this.#sharing = null
    this.#stream = new MediaStream()
    this.#options.onScreen(null)
    this.#options.onState(false)
    this.#connection = this.#build()
  }

  /** Screens get the picture only: the room hears the session through the chair's own speakers. */
  #place(connection: RTCPeerConnection): void {
    if (this.#isScreen()) return
    const toScreen = this.peer.kind === 'screen'
    for (const kind of ['video', 'audio'] as const) {
      if (kind === 'audio' && toScreen) continue
      const track = kind === 'video' && toScreen && this.#instead ? this.#tracks.screen : this.#tracks[kind]
      const sender = (
        kind === 'video'
          ? pictureOf(connection)
          : connection.getTransceivers().find((t) => t.receiver.track.kind === kind)
      )?.sender
      if (sender && this.#sends(connection, sender))
        void sender.replaceTrack(track).then(
          () => this.#bound(sender),
          () => undefined,
        )
      else if (track && toScreen)
        this.#bound(connection.addTransceiver(track, { direction: 'sendonly' }).sender)
      else if (track) this.#bound(connection.addTrack(track))
    }
    this.#placeScreen(connection)
  }

  /** Our shared screen has its own place on the link; it stays, empty, when nothing is shared any more. */
  #placeScreen(connection: RTCPeerConnection): void {
    if (this.#isScreen() || this.peer.kind === 'screen' || !connection.remoteDescription) return
    const track = this.#tracks.screen
    if (this.#sharing) {
      const { sender } = this.#sharing
      if (sender.track === track) return
      this.#sharing.direction = track ? 'sendonly' : 'inactive'
      void sender.replaceTrack(track).then(
        () => this.#boundScreen(sender),
        () => undefined,
      )
    } else if (track) {
      this.#sharing = connection.addTransceiver(track, { direction: 'sendonly' })
      this.#boundScreen(this.#sharing.sender)
    }
  }

  /** Letters must stay sharp; they move seldom. */
  #boundScreen(sender: RTCRtpSender): void {
    if (!sender.track) return
    const parameters = sender.getParameters()
    for (const encoding of parameters.encodings)
      Object.assign(encoding, { maxBitrate: BITRATE.screen, maxFramerate: MANY.framesPerSecond })
    sender
      .setParameters({ ...parameters, degradationPreference: 'maintain-resolution' })
      .catch(() => undefined)
  }

  /** A sender that has carried a track before keeps its place for the next one. */
  #sends(connection: RTCPeerConnection, sender: RTCRtpSender): boolean {
    const direction = connection.getTransceivers().find((t) => t.sender === sender)?.direction
    return direction === 'sendrecv' || direction === 'sendonly'
  }

  #bound(sender: RTCRtpSender): void {
    if (sender.track?.kind !== 'video') return
    const parameters = sender.getParameters()
    const many = this.peer.kind === 'point' && this.#links >= MANY.links
    const height = sender.track.getSettings().height ?? MANY.height
    for (const encoding of parameters.encodings) {
      encoding.maxBitrate = BITRATE[this.peer.kind]
      encoding.scaleResolutionDownBy = many ? Math.max(1, height / MANY.height) : 1
      if (many) encoding.maxFramerate = MANY.framesPerSecond
      else delete encoding.maxFramerate
    }
    sender.setParameters(parameters).catch(() => undefined)
  }

  #isScreen = () => this.#options.self().id.startsWith('screen:')

  #sendDescription({ localDescription: local }: RTCPeerConnection): void {
    if (local && (local.type === 'offer' || local.type === 'answer'))
      this.#send({ kind: 'description', type: local.type, sdp: local.sdp })
  }

  #send(content: Content): void {
    const { incarnation } = this.#options.self()
    this.#options.send({ ...content, incarnation, to: this.peer.incarnation, round: this.#round })
  }
}

/** The place of the picture: of the moving images the one agreed on first. What comes after it is a shared screen. */
const pictureOf = (connection: RTCPeerConnection): RTCRtpTransceiver | undefined => {
  const places = connection.getTransceivers().filter((t) => t.receiver.track.kind === 'video')
  const order = (t: RTCRtpTransceiver) => (t.mid === null ? Number.POSITIVE_INFINITY : Number(t.mid))
  return places.reduce<RTCRtpTransceiver | undefined>(
    (first, t) => (first && order(first) <= order(t) ? first : t),
    undefined,
  )
}
