import { type Browser, chromium, type Page } from 'playwright-core'
import {
  nearestColour,
  PATTERN_COLOURS,
  PATTERN_POINTS,
  patternOf,
} from '../../../client/bridge/testPattern.ts'
import { PATIENCE } from '../desk/page.ts'

export { cable } from '../../harness/cable.ts'

export const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Few frames: every picture here is made and read by one and the same machine.
  '--use-fake-device-for-media-stream=fps=10',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
]
/** Only the wall draws a map. Software WebGL would composite the others' video too, at many times the work of the plain compositor. */
export const DRAWS = {
  map: [
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-gpu-compositing',
  ],
  plain: ['--disable-gpu'],
}

/** One person's browser: its own process, so that two of them are two machines as far as WebRTC can tell. */
export async function person(
  problems: string[],
  draws: keyof typeof DRAWS = 'plain',
): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...ARGUMENTS, ...DRAWS[draws]],
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'vi-VN' })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Content-Security-Policy/i.test(message.text())) problems.push(message.text())
  })
  return { browser, page }
}

/** Frames that the browser decoded for the picture of a point. */
export const framesOf = (page: Page, point: string) =>
  page.evaluate((id) => {
    const video = document.querySelector<HTMLVideoElement>(`video[data-point="${id}"]`)
    return video?.srcObject ? video.getVideoPlaybackQuality().totalVideoFrames : 0
  }, point)

/** Which of the pattern's colours stand in the picture, read from the video itself. */
export async function barsIn(page: Page, point: string): Promise<number[]> {
  const seen = await page.evaluate(
    ({ id, points }) => {
      const video = document.querySelector<HTMLVideoElement>(`video[data-point="${id}"]`)
      if (!video?.videoWidth) return []
      const canvas = document.createElement('canvas')
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
      const context = canvas.getContext('2d')
      context?.drawImage(video, 0, 0)
      return points.map(([x, y]) => {
        const data = context?.getImageData(
          Math.round((x ?? 0) * canvas.width),
          Math.round((y ?? 0) * canvas.height),
          1,
          1,
        ).data
        return [data?.[0] ?? 0, data?.[1] ?? 0, data?.[2] ?? 0]
      })
    },
    { id: point, points: PATTERN_POINTS.map((p) => [...p]) },
  )
  return seen.map(([r = 0, g = 0, b = 0]) => nearestColour([r, g, b]))
}
export const barsOf = (unit: string) =>
  patternOf(unit).map((c) => PATTERN_COLOURS.findIndex((p) => String(p) === String(c)))

/** Loudest sample of a point's sound over a second and a half, 0 to 1, as the browser would play it. */
export const loudnessOf = (page: Page, point: string) =>
  page.evaluate(async (id) => {
    const video = document.querySelector<HTMLVideoElement>(`video[data-point="${id}"]`)
    const stream = video?.srcObject
    const track = stream instanceof MediaStream ? stream.getAudioTracks()[0] : undefined
    if (!track) return 0
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 2048
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let loudest = 0
    const until = performance.now() + 1_500
    while (performance.now() < until) {
      analyser.getFloatTimeDomainData(samples)
      for (const s of samples) loudest = Math.max(loudest, Math.abs(s))
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    await context.close()
    return loudest
  }, point)
