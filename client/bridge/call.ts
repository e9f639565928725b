import { createStore } from 'zustand/vanilla'
import type { BridgeView, LiveError, PointQuality } from '../../shared/live.ts'
import type { FrameMark } from '../../shared/room.ts'
import type { Language } from '../../shared/vocabulary.ts'
import type { LiveSocket } from '../live/index.ts'
import type { Remote } from './carrier.ts'
import { deviceSecret } from './deviceSecret.ts'
import { Media } from './media.ts'
import { summarise } from './quality.ts'

export type CallPhase = 'idle' | 'greeting' | 'testing' | 'joining' | 'in' | 'returning' | 'over'
export type CallEnd = 'left' | 'replaced' | 'revoked' | 'ended' | 'refused'
export type CallProblem = { code: string; message: Record<Language, string> }
export type CallState = {
  phase: CallPhase
  end: CallEnd | null
  problem: CallProblem | null
  session: BridgeView | null
  /** Our own id among the points. */
  point: string | null
  /** How often the server has been told what this page looks at: on a new connection it knows nothing of it. */
  greeted: number
  /** By point id. */
  remotes: ReadonlyMap<string, Remote>
  microphone: boolean
  camera: boolean
  drawn: boolean
  local: MediaStream | null
  /** Our shared screen while it is sent. */
  screen: MediaStream | null
  quality: PointQuality | null
}

const ANSWER_MS = 8_000
const BEAT_MS = 1_000
/** Refusals that no repetition changes. */
const FINAL = new Set([
  'BRIDGE_ENDED',
  'BRIDGE_NOT_FOUND',
  'BRIDGE_NOT_INVITED',
  'BRIDGE_OTHER_DEVICE',
  'BRIDGE_LINK_REFUSED',
  'BRIDGE_CHAIR_TAKEN',
])
const isError = (answer: object): answer is LiveError => 'error' in answer

/** One person's part in a session: hello, join, beat, and coming back by itself after every interruption. */
export class Call {
  readonly store = createStore<CallState>(() => ({
    phase: 'idle',
    end: null,
    problem: null,
    session: null,
    point: null,
    greeted: 0,
    remotes: new Map(),
    microphone: true,
    camera: true,
    drawn: false,
    local: null,
    screen: null,
    quality: null,
  }))
  readonly #socket: LiveSocket
  /** Null for an invited device: its link says which session. */
  readonly #session: string | null
  readonly #media: Media
  readonly #off: (() => void)[] = []
  #beat: ReturnType<typeof setInterval> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #wanted = false
  #busy = false
  #opened = false
  /** One more each time that it is over: what was asked for before is not taken up any more. */
  #life = 0

  constructor(socket: LiveSocket, session: string | null) {
    this.#socket = socket
    this.#session = session
    this.#media = new Media({
      send: (to, data) => {
        if (socket.connected) socket.emit('bridge:signal', to, data)
      },
      onRemotes: (remotes) => this.store.setState({ remotes }),
    })
  }

  /** Begins to listen and says hello. Idempotent. */
  open(): void {
    if (this.#opened) return
    this.#opened = true
    const s = this.#socket
    const on =
      <A extends unknown[]>(add: (f: (...a: A) => void) => void, drop: (f: (...a: A) => void) => void) =>
      (listener: (...a: A) => void) => {
        add(listener)
        this.#off.push(() => drop(listener))
      }
    on<[]>(
      (f) => s.on('connect', f),
      (f) => s.off('connect', f),
    )(() => this.#resume())
    on<[]>(
      (f) => s.on('disconnect', f),
      (f) => s.off('disconnect', f),
    )(() => {
      if (this.store.getState().phase === 'in') this.store.setState({ phase: 'returning' })
    })
    on<[BridgeView | null]>(
      (f) => s.on('bridge:changed', f),
      (f) => s.off('bridge:changed', f),
    )((view) => this.#changed(view))
    on<Parameters<Media['signal']>>(
      (f) => s.on('bridge:signal', f),
      (f) => s.off('bridge:signal', f),
    )((from, data) => this.#takesPart() && this.#media.signal(from, data))
    on<Parameters<Media['setPeers']>>(
      (f) => s.on('bridge:peers', f),
      (f) => s.off('bridge:peers', f),
    )((peers) => this.#takesPart() && this.#media.setPeers(peers))
    on<Parameters<Media['setGrant']>>(
      (f) => s.on('bridge:grant', f),
      (f) => s.off('bridge:grant', f),
    )((grant) => this.#takesPart() && this.#media.setGrant(grant))
    on<['replaced' | 'revoked' | 'ended']>(
      (f) => s.on('bridge:over', f),
      (f) => s.off('bridge:over', f),
    )((why) => this.#over(why))
    this.store.setState({ phase: 'greeting' })
    this.#beat = setInterval(() => void this.#sendBeat(), BEAT_MS)
    this.#resume()
  }

  /** What we send: a camera's stream or a drawn picture. Null sends nothing. */
  setLocal(local: MediaStream | null, drawn: boolean): void {
    this.store.setState({ local, drawn })
    this.#place()
  }
  setMicrophone(microphone: boolean): void {
    this.store.setState({ microphone })
    this.#place()
  }
  setCamera(camera: boolean): void {
    this.store.setState({ camera })
    this.#place()
  }

  join(): void {
    this.#wanted = true
    this.store.setState({ end: null, problem: null })
    this.#resume()
  }

  /** Asks for the floor, or no longer. */
  raiseHand(up: boolean): void {
    this.#socket.timeout(ANSWER_MS).emit('bridge:hand', up, (late, answer) => {
      if (!late && 'session' in answer) this.#changed(answer.session)
    })
  }

  /** Asks to share a screen, or no longer asks or shares. */
  share(want: 'ask' | 'stop'): void {
    if (want === 'stop') this.#dropScreen()
    this.#socket.timeout(ANSWER_MS).emit('bridge:share', want, (late, answer) => {
      if (!late && 'session' in answer) this.#changed(answer.session)
    })
  }
  /** Sends this screen from now on; when its own browser ends it, the right goes back too. */
  setScreen(screen: MediaStream): void {
    this.#dropScreen()
    const [track] = screen.getVideoTracks()
    track?.addEventListener('ended', () => {
      if (this.store.getState().screen === screen) this.share('stop')
    })
    this.store.setState({ screen })
    this.#place()
  }
  #dropScreen(): void {
    const { screen } = this.store.getState()
    if (!screen) return
    this.store.setState({ screen: null })
    for (const track of screen.getTracks()) track.stop()
    this.#place()
  }

  /** The frame of the shared numbers that stands on this page, told with the next beat. */
  frame: FrameMark | null = null

  /** A page that only looks on hears of links too, those of its preview: they are not ours. */
  #takesPart = () => !['idle', 'greeting', 'testing', 'over'].includes(this.store.getState().phase)

  leave(): void {
    this.#wanted = false
    if (this.#socket.connected) this.#socket.emit('bridge:leave')
    this.#over('left')
  }

  /** Ends listening; the point is lost to the others unless it left before. */
  close(): void {
    for (const off of this.#off.splice(0)) off()
    clearInterval(this.#beat)
    clearTimeout(this.#retry)
    this.#media.close()
    this.#opened = false
  }

  /** Whoever the chair has muted sends no sound at all. */
  #place(): void {
    const { local, microphone, camera, session, point } = this.store.getState()
    const muted = session?.points.find((p) => p.id === point)?.muted ?? false
    const video = local?.getVideoTracks()[0] ?? null
    const audio = local?.getAudioTracks()[0] ?? null
    this.#media.setTracks({
      video: camera ? video : null,
      audio: microphone && !muted ? audio : null,
      screen: this.store.getState().screen?.getVideoTracks()[0] ?? null,
    })
  }

  #changed(view: BridgeView | null): void {
    const { point, session } = this.store.getState()
    if (view && session && view.id !== session.id) return
    const muted = (v: BridgeView | null) => v?.points.find((p) => p.id === point)?.muted ?? false
    const turned = muted(view) !== muted(session)
    this.store.setState({ session: view })
    this.#obey(view)
    if (turned) this.#place()
    if (view?.endedAt) this.#over('ended')
  }

  /** Whoever the session holds silent is not played here, whatever their browser sends. */
  #obey(session: BridgeView | null): void {
    this.#media.silence(new Set(session?.points.filter((p) => p.muted).map((p) => p.id)))
    const sharer = session?.room.share.point ?? null
    this.#media.setSharer(sharer)
    // The right was taken back: nothing more of it leaves this browser.
    if (sharer !== this.store.getState().point) this.#dropScreen()
  }

  #over(end: CallEnd): void {
    this.#wanted = false
    this.#life++
    clearTimeout(this.#retry)
    this.#dropScreen()
    this.#media.close()
    this.store.setState({ phase: 'over', end })
  }

  /** Hello, and join when that was wanted. Repeated after every failure that may pass. */
  #resume(): void {
    const { phase } = this.store.getState()
    if (this.#busy || !this.#opened) return
    if (phase === 'over' && !this.#wanted) {
      this.#lookOn()
      return
    }
    clearTimeout(this.#retry)
    if (!this.#socket.connected) return
    this.#busy = true
    this.#enter()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#busy = false
        // Also when it was asked for while an earlier try was on its way, from which it had gone.
        if (this.#wanted && this.store.getState().phase !== 'in')
          this.#retry = setTimeout(() => this.#resume(), 1_000)
      })
  }

  /** Whoever rose sees the session go on: a new connection is told which one it is. */
  #lookOn(): void {
    const { session } = this.store.getState()
    if (!session || session.endedAt !== null || !this.#socket.connected) return
    this.#socket.timeout(ANSWER_MS).emit('bridge:watch', session.id, (late, answer) => {
      if (!late && 'session' in answer && answer.session) this.#changed(answer.session)
    })
  }

  async #enter(): Promise<void> {
    const life = this.#life
    const wanted = this.#wanted
    const { local, drawn, camera, microphone, phase } = this.store.getState()
    const socket = this.#socket.timeout(ANSWER_MS)
    const hello = await socket.emitWithAck('bridge:hello', {
      device: deviceSecret(),
      camera: camera && Boolean(local?.getVideoTracks().length),
      microphone: microphone && Boolean(local?.getAudioTracks().length),
      drawn,
      take: wanted,
      ...(this.#session ? { session: this.#session } : {}),
    })
    if (life !== this.#life) return
    if (isError(hello)) throw hello
    const { greeted } = this.store.getState()
    this.store.setState({ session: hello.session, point: hello.point, greeted: greeted + 1 })
    // Wanted only since the hello, it comes again with the next: this one took no chair.
    if (!wanted) {
      this.store.setState({ problem: null })
      if (phase !== 'over') this.store.setState({ phase: 'testing' })
      return
    }
    if (phase !== 'returning') this.store.setState({ phase: 'joining' })
    this.#place()
    const joined = await socket.emitWithAck('bridge:join')
    if (life !== this.#life) {
      // Gone while it was let in: nothing of this browser goes out, and the server hears it once more.
      if (!isError(joined)) this.#socket.emit('bridge:leave')
      return
    }
    if (isError(joined)) throw joined
    this.store.setState({ session: joined.session, phase: 'in', problem: null })
    this.#obey(joined.session)
    this.#media.enter(joined.grant, joined.peers)
    this.#place()
  }

  #failed(error: unknown): void {
    // No answer in time: the connection is going; the next try tells.
    if (!(typeof error === 'object' && error && isError(error))) return
    const problem = error.error
    this.store.setState({ problem })
    if (FINAL.has(problem.code)) this.#over(problem.code === 'BRIDGE_ENDED' ? 'ended' : 'refused')
    else if (problem.code === 'BRIDGE_FULL') {
      this.#wanted = false
      this.store.setState({ phase: 'testing' })
    }
  }

  async #sendBeat(): Promise<void> {
    const { phase, microphone, camera, drawn, local } = this.store.getState()
    if (phase !== 'in' || !this.#socket.connected) return
    const quality = summarise(await this.#media.samples())
    this.store.setState({ quality })
    if (!this.#socket.connected || this.store.getState().phase !== 'in') return
    this.#socket.emit('bridge:beat', {
      quality,
      microphone: microphone && Boolean(local?.getAudioTracks().length),
      camera: camera && Boolean(local?.getVideoTracks().length),
      drawn,
      frame: this.frame,
    })
  }
}
