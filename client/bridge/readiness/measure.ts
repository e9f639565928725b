import type { ReadinessFacts } from '../../../shared/api/readiness.ts'
import type { LiveSocket } from '../../live/index.ts'

type Line = NonNullable<ReadinessFacts['line']>
export type Seen = { width: number; height: number; framesPerSecond: number; brightness: number }

const WATCH_MS = 2_000
const [SMALL_WIDTH, SMALL_HEIGHT] = [32, 18]

/** What the camera really delivers over two seconds: its size, frames counted, and how bright they are. */
export async function watchCamera(stream: MediaStream, ms = WATCH_MS): Promise<Seen> {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = new MediaStream(stream.getVideoTracks())
  try {
    await video.play()
    const from = video.getVideoPlaybackQuality().totalVideoFrames
    const began = performance.now()
    await new Promise((resolve) => setTimeout(resolve, ms))
    const frames = video.getVideoPlaybackQuality().totalVideoFrames - from
    const seconds = (performance.now() - began) / 1_000
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      framesPerSecond: Math.round((frames / seconds) * 10) / 10,
      brightness: brightnessOf(video),
    }
  } finally {
    video.srcObject = null
  }
}

/** Mean brightness of the frame that is shown, 0 to 1. */
function brightnessOf(video: HTMLVideoElement): number {
  const canvas = document.createElement('canvas')
  canvas.width = SMALL_WIDTH
  canvas.height = SMALL_HEIGHT
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return 0
  context.drawImage(video, 0, 0, SMALL_WIDTH, SMALL_HEIGHT)
  const { data } = context.getImageData(0, 0, SMALL_WIDTH, SMALL_HEIGHT)
  let sum = 0
  for (let i = 0; i < data.length; i += 4)
    sum += 0.2126 * (data[i] ?? 0) + 0.7152 * (data[i + 1] ?? 0) + 0.0722 * (data[i + 2] ?? 0)
  return Math.round((sum / (data.length / 4) / 255) * 100) / 100
}

const SMALL_BYTES = 256 << 10
const LARGE_BYTES = 1 << 20
/** A small transfer that took longer has told enough: the large one is spared. */
const SLOW_MS = 700
const ROUNDS = 7

/** The way to the server and back: its delay over the live socket, its throughput by real transfers of at most 2.5 MB. */
export async function measureLine(socket: LiveSocket, ticket: string): Promise<Line> {
  const rounds: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now()
    await socket.timeout(8_000).emitWithAck('clock')
    rounds.push(performance.now() - began)
  }
  rounds.sort((a, b) => a - b)
  let bytes = 0
  const rate = async (transfer: (size: number) => Promise<void>): Promise<number> => {
    let kbps = 0
    for (const size of [SMALL_BYTES, LARGE_BYTES]) {
      const began = performance.now()
      await transfer(size)
      const ms = Math.max(performance.now() - began, 0.1)
      bytes += size
      kbps = Math.round((size * 8) / ms)
      if (ms > SLOW_MS) break
    }
    return kbps
  }
  const path = `/api/line/${encodeURIComponent(ticket)}`
  const noise = new Uint8Array(LARGE_BYTES)
  for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536))
  const downKbps = await rate(async (size) => {
    const response = await fetch(`${path}?bytes=${size}`, { cache: 'no-store', credentials: 'omit' })
    if (!response.ok || (await response.arrayBuffer()).byteLength !== size)
      throw new Error('the line was cut while it was measured')
  })
  const upKbps = await rate(async (size) => {
    const response = await fetch(path, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/octet-stream' },
      body: noise.subarray(0, size),
    })
    if (!response.ok) throw new Error('the line was cut while it was measured')
  })
  return { roundTripMs: Math.round(rounds[ROUNDS >> 1] ?? 0), downKbps, upKbps, bytes }
}
