import type { Priority } from '../../../shared/directive.ts'

/** How pressing it is, by the words themselves ("hỏa tốc", "khẩn"). Pure. */
export function prioritySaid(text: string): Priority {
  const words = text.normalize('NFC').toLowerCase()
  if (/hỏa tốc|hoả tốc|ngay lập tức|immediately/.test(words)) return 'immediate'
  // "Khẩn trương" is how one works, not how pressing it is.
  return /khẩn(?! trương)|urgent/.test(words) ? 'urgent' : 'normal'
}
