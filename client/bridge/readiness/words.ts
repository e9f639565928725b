import type { ReadinessFacts, ReadinessItem } from '../../../shared/api/readiness.ts'
import type { Language } from '../../../shared/vocabulary.ts'

const megabits = (kbps: number, language: Language) =>
  (kbps / 1_000).toLocaleString(language, { maximumFractionDigits: kbps < 10_000 ? 1 : 0 })

/** What was measured of an item, in figures: '1280×720, 25 hình/giây'; empty when nothing was. */
export function measured(
  item: ReadinessItem,
  facts: ReadinessFacts,
  language: Language,
  t: (key: string, figures?: Record<string, string | number>) => string,
): string {
  const { camera, microphone, line, framing } = facts
  const number = (n: number) => n.toLocaleString(language)
  if (item === 'camera')
    return camera && !camera.fault
      ? t('measured.camera', {
          size: `${camera.width}×${camera.height}`,
          rate: number(camera.framesPerSecond),
        })
      : ''
  if (item === 'microphone')
    return microphone && !microphone.fault
      ? t('measured.microphone', { level: number(Math.round(microphone.level * 100)) })
      : ''
  if (item === 'line')
    return line
      ? t('measured.line', {
          delay: number(line.roundTripMs),
          down: megabits(line.downKbps, language),
          up: megabits(line.upKbps, language),
        })
      : ''
  return framing ? t('measured.framing', { light: number(Math.round(framing.brightness * 100)) }) : ''
}

/** Faults of a device are said as on the page that opens it. */
const FAULTS = new Set(['insecure', 'unsupported', 'refused', 'missing', 'busy', 'failed'])
export const adviceKey = (item: ReadinessItem, why: string) =>
  FAULTS.has(why) ? `fault.${why}` : `advice.${item}.${why}`
