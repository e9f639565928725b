// Alarms are heard by tones that the page makes itself: each severity by its own pattern, told apart by rhythm as by pitch.
import type { AlarmSeverity } from '../../../shared/alarm.ts'

type Tone = { at: number; hertz: number; seconds: number }
type Pattern = { tones: readonly Tone[]; every: number; loudness: number }
/** Seconds. After IEC 60601-1-8: the graver, the more tones, the faster and the sooner again. */
const PATTERNS: Record<AlarmSeverity, Pattern> = {
  critical: {
    tones: [0, 0.18, 0.36, 0.72, 0.9].map((at, i) => ({ at, hertz: i < 3 ? 880 : 988, seconds: 0.13 })),
    ...{ every: 3, loudness: 0.5 },
  },
  high: {
    tones: [0, 0.25, 0.5].map((at) => ({ at, hertz: 659, seconds: 0.18 })),
    ...{ every: 6, loudness: 0.35 },
  },
  medium: {
    tones: [0, 0.3].map((at) => ({ at, hertz: 523, seconds: 0.22 })),
    ...{ every: 15, loudness: 0.22 },
  },
  low: { tones: [{ at: 0, hertz: 392, seconds: 0.3 }], every: 60, loudness: 0.15 },
}

/** Plays one severity's pattern again and again until told another, or none. */
export class AlarmSound {
  #context: AudioContext | null = null
  #severity: AlarmSeverity | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #changed: () => void
  /** Tones that a browser has really begun to play. */
  played = 0

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Whether the browser lets the page be heard. */
  get allowed(): boolean {
    return this.#context?.state === 'running'
  }

  /** Asks for it; only a person's own press or key can say yes. */
  async allow(): Promise<void> {
    if (!this.#context) {
      this.#context = new AudioContext()
      this.#context.addEventListener('statechange', () => this.#changed())
    }
    await this.#context.resume().catch(() => {})
    this.#changed()
    this.#again()
  }

  sound(severity: AlarmSeverity | null): void {
    if (severity === this.#severity) return
    this.#severity = severity
    this.#again()
  }

  /** A browser has only so many of these to give: left open, the desk would be silent after the last. */
  close(): void {
    clearInterval(this.#timer)
    this.#severity = null
    void this.#context?.close()
    this.#context = null
  }

  #again(): void {
    clearInterval(this.#timer)
    const severity = this.#severity
    if (severity === null) return
    this.#play(PATTERNS[severity])
    this.#timer = setInterval(() => this.#play(PATTERNS[severity]), PATTERNS[severity].every * 1000)
  }

  #play({ tones, loudness }: Pattern): void {
    const context = this.#context
    if (context?.state !== 'running') return
    for (const { at, hertz, seconds } of tones) {
      const from = context.currentTime + at
      const [tone, gain] = [context.createOscillator(), context.createGain()]
      tone.type = 'triangle'
      tone.frequency.value = hertz
      // No click at either end.
      gain.gain.setValueAtTime(0, from)
      gain.gain.linearRampToValueAtTime(loudness, from + 0.015)
      gain.gain.setValueAtTime(loudness, from + seconds - 0.03)
      gain.gain.linearRampToValueAtTime(0, from + seconds)
      tone.connect(gain).connect(context.destination)
      tone.start(from)
      tone.stop(from + seconds)
      tone.addEventListener('ended', () => {
        this.played++
        gain.disconnect()
        this.#changed()
      })
    }
  }
}
