import type { Delegate } from './api/bookings.ts'
import type { Language } from './vocabulary.ts'

/** How a stand-in is told: 'đi thay cho Chủ tịch UBND tỉnh'; empty for whoever was asked. */
export function standInText({ standIn, insteadOf }: Delegate, language: Language): string {
  if (!standIn) return ''
  const [alone, beside] = language === 'vi' ? ['dự thay', 'đi thay cho'] : ['stand-in', 'in place of']
  return insteadOf ? `${beside} ${insteadOf}` : alone
}

/** 'Trần Thị B, Giám đốc Sở (đi thay cho Chủ tịch UBND tỉnh)'. */
export function delegateText(d: Delegate, language: Language): string {
  const instead = standInText(d, language)
  return `${d.name}, ${d.duty}${instead && ` (${instead})`}`
}
