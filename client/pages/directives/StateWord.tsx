import { useTranslation } from 'react-i18next'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import { Mark } from '../../ui/index.ts'
import styles from './words.module.css'

type Props = { directive: Pick<DirectiveView, 'state' | 'published' | 'reports'> }

/** Where it stands, in words; overdue has a mark and a colour beside them. */
export function StateWord({ directive: { state, published, reports } }: Props) {
  const { t } = useTranslation('directives')
  const overdue = published === 'openOverdue' || published === 'doneLate'
  return (
    <em className={styles.state} data-published={published ?? undefined}>
      {published === 'openOverdue' && <Mark kind="late" />}
      {t(state === 'accepted' && reports > 0 ? 'state.inProgress' : `state.${state}`)}
      {overdue && ` · ${t(`published.${published}`)}`}
    </em>
  )
}
