import type { RecordingView } from '../../shared/api/recordings.ts'
import { api } from '../api/index.ts'
import type { Remote } from './carrier.ts'

/** A crash loses at most one chunk and what was on its way. */
const CHUNK_MS = 4_000
const AGAIN_MS = 2_000
const SIZE = { width: 1280, height: 720 }
const RATE = 15
const BITS = { video: 2_500_000, audio: 96_000 }
const TYPES = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'] as const

/** What one frame shows: pictures by their places, and lines of words. */
export type Frame = {
  pictures: { element: HTMLVideoElement; x: number; y: number; width: number; height: number }[]
  /** From above: what session, who is seen, the time. */
  lines: readonly string[]
}

/** The first kind of file that this browser makes; null when it makes none. */
export const recordingType = (): string | null =>
  typeof MediaRecorder === 'undefined' ? null : (TYPES.find((t) => MediaRecorder.isTypeSupported(t)) ?? null)

/** Mixes what this page sees and hears into one picture and one sound, and sends it on while it grows. */
export class Recorder {
  readonly #id: string
  readonly #frame: () => Frame
  readonly #context: CanvasRenderingContext2D
  readonly #audio = new AudioContext()
  readonly #mix = this.#audio.createMediaStreamDestination()
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>()
  readonly #ticker = new Worker(new URL('./ticker.ts', import.meta.url), {
    type: 'module',
    name: String(RATE),
  })
  readonly #media: MediaRecorder
  #sent = 0
  /** Chunks are sent one after the other; one that fails is sent again until it is taken. */
  #line: Promise<void> = Promise.resolve()
  #over = false
  readonly #onLost: () => void

  private constructor(id: string, type: string, frame: () => Frame, onLost: () => void) {
    this.#id = id
    this.#frame = frame
    this.#onLost = onLost
    const canvas = document.createElement('canvas')
    Object.assign(canvas, SIZE)
    const context = canvas.getContext('2d', { alpha: false })
    if (!context) throw new Error('this browser draws no canvas')
    this.#context = context
    const stream = canvas.captureStream(RATE)
    for (const track of this.#mix.stream.getAudioTracks()) stream.addTrack(track)
    this.#media = new MediaRecorder(stream, {
      mimeType: type,
      videoBitsPerSecond: BITS.video,
      audioBitsPerSecond: BITS.audio,
    })
    this.#media.addEventListener('dataavailable', ({ data }) => {
      if (data.size) this.#line = this.#line.then(() => this.#send(data))
    })
    this.#ticker.addEventListener('message', () => this.#draw())
    this.#draw()
    this.#media.start(CHUNK_MS)
  }

  /**
   * Begins on the server first: what is not allowed is not recorded. Answers what was begun, and null for a recorder when
   * the media server records it. `maker`: this page in any case, this page where the media server does not, or never this
   * page, which has no pictures. `onLost`: the server takes no more of it.
   */
  static async start(
    session: string,
    frame: () => Frame,
    onLost: () => void,
    maker: 'page' | 'either' | 'egress',
  ): Promise<{ made: RecordingView; recorder: Recorder | null }> {
    const type = maker === 'egress' ? null : recordingType()
    if (maker === 'page' && !type) throw new Error('this browser records nothing')
    const mime = type?.split(';')[0] ?? null
    const made = await api.post<RecordingView>(`/api/bridge/${session}/recordings`, {
      mime,
      ...(maker === 'page' ? { maker } : {}),
    })
    const own = made.maker === 'page' && type !== null
    return { made, recorder: own ? new Recorder(made.id, type, frame, onLost) : null }
  }

  /** Whose sound is mixed: everybody who arrives, and this page's own microphone. */
  hear(remotes: ReadonlyMap<string, Remote>, own: MediaStream | null): void {
    const wanted = new Set<MediaStreamTrack>()
    for (const stream of [...remotes.values()].map((r) => r.stream).concat(own))
      for (const track of stream?.getAudioTracks() ?? []) if (track.readyState === 'live') wanted.add(track)
    for (const [track, source] of this.#sources)
      if (!wanted.has(track)) {
        source.disconnect()
        this.#sources.delete(track)
      }
    for (const track of wanted)
      if (!this.#sources.has(track)) {
        const source = this.#audio.createMediaStreamSource(new MediaStream([track]))
        source.connect(this.#mix)
        this.#sources.set(track, source)
      }
  }

  /** Sends the rest; resolves when the server has all of it. */
  async stop(): Promise<void> {
    if (this.#media.state !== 'inactive') {
      const last = new Promise((resolve) => this.#media.addEventListener('stop', resolve, { once: true }))
      this.#media.stop()
      await last
    }
    await this.#line
    this.#free()
    if (!this.#over) await api.post<RecordingView>(`/api/recordings/${this.#id}/stop`)
    this.#over = true
  }

  #free(): void {
    this.#ticker.terminate()
    void this.#audio.close().catch(() => undefined)
  }

  async #send(data: Blob): Promise<void> {
    while (!this.#over) {
      try {
        await api.upload(`/api/recordings/${this.#id}/chunks/${this.#sent}`, data)
        this.#sent++
        return
      } catch (error) {
        const status = error instanceof Object && 'status' in error ? Number(error.status) : 0
        // Refused for good: deleted, stopped from elsewhere, or not ours.
        if (status >= 400 && status < 500 && status !== 429) {
          this.#over = true
          this.#free()
          this.#onLost()
          return
        }
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }

  #draw(): void {
    const c = this.#context
    const { pictures, lines } = this.#frame()
    c.fillStyle = '#0b0d10'
    c.fillRect(0, 0, SIZE.width, SIZE.height)
    for (const { element, x, y, width, height } of pictures)
      if (element.videoWidth) {
        const scale = Math.min(width / element.videoWidth, height / element.videoHeight)
        const w = element.videoWidth * scale
        const h = element.videoHeight * scale
        c.drawImage(element, x + (width - w) / 2, y + (height - h) / 2, w, h)
      }
    c.fillStyle = '#121519'
    c.fillRect(0, SIZE.height - 56, SIZE.width, 56)
    c.fillStyle = '#f2f4f5'
    c.textBaseline = 'middle'
    c.font = '600 22px "Be Vietnam Pro", sans-serif'
    const [left = '', middle = '', right = ''] = lines
    c.textAlign = 'left'
    c.fillText(left, 20, SIZE.height - 28, SIZE.width * 0.45)
    c.textAlign = 'center'
    c.fillText(middle, SIZE.width * 0.62, SIZE.height - 28, SIZE.width * 0.3)
    c.textAlign = 'right'
    c.fillText(right, SIZE.width - 20, SIZE.height - 28, SIZE.width * 0.2)
  }
}
