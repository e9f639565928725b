// The units in force on a day as a tree, from the flat list of the catalogue.
import type { UnitView } from '../../../shared/api/catalogue.ts'
import { UNIT_KINDS } from '../../../shared/vocabulary.ts'

export type UnitNode = { unit: UnitView; children: UnitNode[] }

const KINDS: readonly string[] = UNIT_KINDS
const kindRank = (kind: string) => {
  const at = KINDS.indexOf(kind)
  return at < 0 ? UNIT_KINDS.length : at
}

/** Roots are units whose parent is not in force that day. Children by kind, then by code. */
export function unitTree(units: readonly UnitView[]): UnitNode[] {
  const nodes = new Map(units.map((unit) => [unit.code, { unit, children: [] as UnitNode[] }]))
  const roots: UnitNode[] = []
  for (const node of nodes.values()) {
    const parent = node.unit.parent === null ? undefined : nodes.get(node.unit.parent)
    if (parent && parent !== node) parent.children.push(node)
    else roots.push(node)
  }
  const order = (list: UnitNode[]) => {
    list.sort(
      (a, b) =>
        kindRank(a.unit.kind) - kindRank(b.unit.kind) ||
        a.unit.code.localeCompare(b.unit.code, 'en', { numeric: true }),
    )
    for (const node of list) order(node.children)
  }
  order(roots)
  return roots
}

/** Children of one node by kind: what a person folds and unfolds. */
export function byKind(nodes: readonly UnitNode[]): { kind: string; nodes: UnitNode[] }[] {
  const groups = new Map<string, UnitNode[]>()
  for (const node of nodes) groups.set(node.unit.kind, [...(groups.get(node.unit.kind) ?? []), node])
  return [...groups].map(([kind, list]) => ({ kind, nodes: list }))
}

/** The first day of the 34 provinces; before it there were 63. */
export const FIRST_DAY_OF_34 = '2025-07-01'
export const eraOn = (day: string): '63' | '34' => (day < FIRST_DAY_OF_34 ? '63' : '34')
