import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'

/** '23/11/2026 07:00:00' in Viet Nam, from ms since 1970. */
export function momentIn(at: number): string {
  const [day = '', time = ''] = new Date(at + ZONE_OFFSET_MS).toISOString().split('T')
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 8)}`
}
