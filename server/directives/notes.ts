import type { StepKind } from '../../shared/directive.ts'
import type { LogbookNote } from '../bus.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'
import { versionOf } from './facts.ts'
import { named } from './names.ts'
import type { Directive, Step } from './store.ts'

/** What a shift's log keeps of a directive's life; what is not named here is told on its own page alone. */
const WORDS: Partial<Record<StepKind, readonly [string, string]>> = {
  issue: ['Giao nhiệm vụ cho', 'Directive given to'],
  withdraw: ['Thu hồi nhiệm vụ của', 'Directive withdrawn from'],
  close: ['Kết thúc nhiệm vụ của', 'Directive closed of'],
  return: ['Trả lại báo cáo của', 'Report returned to'],
  complete: ['Báo cáo hoàn thành:', 'Reported done:'],
  overdue: ['Nhiệm vụ quá hạn:', 'Directive overdue:'],
  proposed: ['Đề nghị kết thúc nhiệm vụ của', 'Closing proposed of'],
}
const UP = {
  duty: ['Báo trực ban nhiệm vụ quá hạn của', 'Overdue directive brought to the duty officer:'],
  leader: ['Báo lãnh đạo nhiệm vụ quá hạn của', 'Overdue directive brought to the leader:'],
} as const
const LENGTH = 160

/** A line for the shift's log; null for what it does not keep. `actor` as the audit names them. */
export function noteOf(
  catalogue: CatalogueSnapshot,
  d: Directive,
  { kind, detail }: Pick<Step, 'kind' | 'detail'>,
  at: number,
  actor: string | null,
): LogbookNote | null {
  const to = detail.to === 'leader' ? 'leader' : 'duty'
  const words = kind === 'escalated' ? UP[to] : WORDS[kind]
  if (!words) return null
  const unit = named(catalogue.unitById(d.addresseeId), at)
  const { text, due } = versionOf(d)
  const said = text.replace(/\s+/g, ' ').trim()
  const short = said.length > LENGTH ? `${[...said].slice(0, LENGTH - 1).join('')}…` : said
  const more: Record<string, number> = typeof detail.days === 'number' ? { days: detail.days } : {}
  return {
    at,
    kind: `directive.${kind}`,
    subject: `directive:${d.id}`,
    text: { vi: `${words[0]} ${unit.name.vi}: ${short}`, en: `${words[1]} ${unit.name.en}: ${short}` },
    actor,
    detail: { unit: unit.code, due, ...more },
  }
}
