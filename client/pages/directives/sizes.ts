import type { Language } from '../../../shared/vocabulary.ts'

const KB = 1_024
/** '12 KB', '3,4 MB'. */
export function sizeText(bytes: number, language: Language): string {
  const [n, unit] = bytes >= KB * KB ? [bytes / KB / KB, 'MB'] : [Math.max(1, bytes / KB), 'KB']
  return `${n.toLocaleString(language, { maximumFractionDigits: unit === 'MB' ? 1 : 0 })} ${unit}`
}
