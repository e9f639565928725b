import { useTranslation } from 'react-i18next'
import type { Language } from '../../../shared/vocabulary.ts'
import styles from './data.module.css'
import { byKind, type UnitNode } from './unitTree.ts'

type Props = { nodes: readonly UnitNode[]; language: Language; open: boolean; depth: number }
/** A kind with more members than this is folded until asked for, except the provinces of the nation. */
const FOLDED_OVER = 12
const day = (iso: string) => iso.split('-').reverse().join('/')

/** One level of the tree, its units grouped by kind. */
export function UnitBranch({ nodes, language, open, depth }: Props) {
  const { t } = useTranslation('data')
  return byKind(nodes).map(({ kind, nodes: members }) => (
    <details
      key={kind}
      className={styles.branch}
      open={open || kind === 'nation' || kind === 'province' || members.length <= FOLDED_OVER}
    >
      <summary>
        {t(`kind.${kind}`)} <small>{members.length}</small>
      </summary>
      <ul>
        {members.map(({ unit, children }) => (
          <li
            key={unit.code}
            role="treeitem"
            aria-level={depth + 1}
            tabIndex={-1}
            data-unit={unit.code}
            data-unit-from={unit.validFrom}
          >
            <span className={styles.unitCode}>{unit.code}</span>
            <span>{unit.name[language]}</span>
            {unit.predecessors.length > 1 && (
              <small>
                {t('units.formedFrom', { names: unit.predecessors.map((p) => p.name[language]).join(', ') })}
              </small>
            )}
            {unit.validTo && <small>{t('units.until', { day: day(unit.validTo) })}</small>}
            {children.length > 0 && (
              <UnitBranch nodes={children} language={language} open={open} depth={depth + 1} />
            )}
          </li>
        ))}
      </ul>
    </details>
  ))
}
