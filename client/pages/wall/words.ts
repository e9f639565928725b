import type { TFunction } from 'i18next'
import { periodText as periodName } from '../../../shared/period.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Cell, CellMeta } from '../../live/index.ts'
import {
  clockText,
  formatChange,
  type MarkKind,
  markWord,
  meetsTarget,
  momentText,
  periodText,
  spanText,
} from '../../ui/index.ts'
import type { Change } from './change.ts'

type Age = { state: 'never' | 'fresh' | 'due' | 'late' | 'stale'; since: number }

/** The state to show first: an old number before a bad one, a bad one before an ordinary one. */
export function stateOf(cell: Cell, age: Age, meta: CellMeta): { mark: MarkKind; rule: 'amber' | null } {
  if (age.state === 'stale') return { mark: 'stale', rule: null }
  if (age.state === 'late') return { mark: 'late', rule: 'amber' }
  if (meta.target && judged(cell, meta) && !meetsTarget(cell.value, meta.target))
    return { mark: 'below', rule: 'amber' }
  return { mark: age.state, rule: null }
}

/** An aim of a whole year is not missed before the year is over: only a value of the aim's own time is judged. */
function judged(cell: Cell, meta: CellMeta): boolean {
  const aim = meta.target?.period
  if (aim === undefined || !Number.isFinite(cell.value)) return false
  return aim === '' || aim === periodName({ from: cell.validFrom, to: cell.validTo }, meta.cutoff)
}

/** Chậm 4 phút; Cũ 2 ngày; Mới. */
export function stateWord(mark: MarkKind, cell: Cell, age: Age, now: number, language: Language): string {
  if (mark === 'late' && now - age.since >= 1_000)
    return `${markWord('late', language)} ${spanText(now - age.since, language)}`
  if (mark === 'stale') return `${markWord('stale', language)} ${spanText(now - cell.validTo, language)}`
  return markWord(mark, language)
}

/** The time a value is about: 14:32:05, tháng 10/2026. */
export function asOf(cell: Cell, meta: CellMeta, now: number, language: Language): string {
  if (cell.validFrom === cell.validTo) {
    const text = momentText(cell.validTo, now, language)
    return now - cell.validTo < 0 ? clockText(cell.validTo, language) : text
  }
  const name = periodName({ from: cell.validFrom, to: cell.validTo }, meta.cutoff)
  return name ? periodText(name, language) : momentText(cell.validTo, now, language)
}

export function changeText(
  change: Change,
  t: TFunction<'wall'>,
  language: Language,
): { value: string; by: string } {
  const decimals =
    Math.abs(change.value) >= 100 ? 0 : Math.abs(change.value) < 0.1 && change.value !== 0 ? 2 : 1
  const value = formatChange(change.value, decimals, language)
  return {
    value: change.kind === 'points' ? `${value} ${t('points')}` : `${value}%`,
    by: t(`change.${change.by}`),
  }
}
