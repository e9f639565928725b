import { type Colour, patternOf } from './testPattern.ts'

declare global {
  interface AudioContextOptions {
    /** Web Audio 1.1; a browser that does not know it opens the loudspeaker. */
    sinkId?: { type: 'none' }
  }
}

const WIDTH = 640
const HEIGHT = 360
/** Sent at three quarters of the size it is drawn in: it stands for a camera on a poor line. */
const SCALE = 0.75
/** Frames a second; the address may ask for fewer (`rate=3`) where many pictures share one machine. */
const RATE = 8
const rate = () => {
  const asked = Number(new URLSearchParams(location.search).get('rate'))
  return asked >= 1 && asked < RATE ? asked : RATE
}
const GROUND = '#121519'
const INK = '#f2f4f5'
const FAINT = '#59626b'
const SIMULATED = '#62aeff'

export type TestPicture = { stream: MediaStream; stop(): void }

const css = ([r, g, b]: Colour) => `rgb(${r} ${g} ${b})`
const clock = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Ho_Chi_Minh',
})

function draw(c: CanvasRenderingContext2D, unit: string, name: string, frame: number): void {
  c.fillStyle = GROUND
  c.fillRect(0, 0, WIDTH, HEIGHT)
  patternOf(unit).forEach((colour, i) => {
    c.fillStyle = css(colour)
    c.fillRect((i * WIDTH) / 3, 0, WIDTH / 3 + 1, HEIGHT * 0.22)
  })
  // Rings of a bronze drum, turning once in eight seconds, so that a frozen picture is seen at once.
  const turn = (frame / RATE / 8) * 2 * Math.PI
  c.save()
  c.translate(WIDTH * 0.82, HEIGHT * 0.6)
  c.rotate(turn)
  c.strokeStyle = FAINT
  c.lineWidth = 2
  for (const radius of [26, 46, 66]) {
    c.beginPath()
    c.arc(0, 0, radius, 0, 2 * Math.PI)
    c.stroke()
  }
  c.fillStyle = INK
  for (let ray = 0; ray < 14; ray++) {
    c.rotate((2 * Math.PI) / 14)
    c.beginPath()
    c.moveTo(-4, -12)
    c.lineTo(0, ray === 0 ? -62 : -24)
    c.lineTo(4, -12)
    c.fill()
  }
  c.restore()
  c.textBaseline = 'alphabetic'
  c.fillStyle = INK
  c.font = '600 34px "Be Vietnam Pro", sans-serif'
  c.fillText(name, 24, 168, WIDTH * 0.62)
  c.font = '600 54px "Inter Variable", sans-serif'
  c.fillText(clock.format(new Date()), 24, 244)
  c.fillStyle = SIMULATED
  c.font = '600 22px "Be Vietnam Pro", sans-serif'
  c.fillText('MÔ PHỎNG · SIMULATED', 24, 300)
  c.fillStyle = FAINT
  c.fillRect(0, HEIGHT - 10, WIDTH, 2)
  c.fillStyle = INK
  c.fillRect(((frame * 4) % (WIDTH + 60)) - 60, HEIGHT - 14, 60, 10)
}

/** A soft blip a second, its pitch told by the unit, so that a drawn point can also be heard. */
function blips(unit: string): { track: MediaStreamTrack | undefined; stop(): void } {
  // Heard at the other ends only: it needs no loudspeaker of this machine.
  const context = new AudioContext({ sinkId: { type: 'none' } })
  const out = context.createMediaStreamDestination()
  const tone = context.createOscillator()
  const gain = context.createGain()
  const pattern = patternOf(unit)
  tone.frequency.value = 330 + (pattern[1][1] + pattern[2][0]) / 2
  gain.gain.value = 0
  tone.connect(gain).connect(out)
  tone.start()
  const timer = setInterval(() => {
    const at = context.currentTime + 0.02
    gain.gain.setTargetAtTime(0.05, at, 0.01)
    gain.gain.setTargetAtTime(0, at + 0.25, 0.03)
  }, 1_000)
  return {
    track: out.stream.getAudioTracks()[0],
    stop: () => {
      clearInterval(timer)
      tone.stop()
      void context.close()
    },
  }
}

/** A drawn moving picture with its own colour bars, marked as simulated, for a point without a camera. */
export function testPicture(unit: string, name: string): TestPicture {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH * SCALE
  canvas.height = HEIGHT * SCALE
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) throw new Error('this browser draws no canvas')
  context.scale(SCALE, SCALE)
  const perSecond = rate()
  let frame = 0
  const next = () => draw(context, unit, name, frame++)
  next()
  const worker = new Worker(new URL('./ticker.ts', import.meta.url), {
    type: 'module',
    name: String(perSecond),
  })
  worker.addEventListener('message', next)
  const stream = canvas.captureStream(perSecond)
  const sound = blips(unit)
  if (sound.track) stream.addTrack(sound.track)
  return {
    stream,
    stop: () => {
      worker.terminate()
      sound.stop()
      for (const track of stream.getTracks()) track.stop()
    },
  }
}
