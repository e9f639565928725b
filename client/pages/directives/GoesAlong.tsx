import { useTranslation } from 'react-i18next'
import type { ViewQuestion } from '../../../shared/live.ts'
import { useCells, useView } from '../../live/index.ts'
import styles from './card.module.css'

type Props = { shown: ViewQuestion | undefined; from: string | undefined }

/** What goes along with a task beside its words, spelt out before it is given. */
export function GoesAlong({ shown, from }: Props) {
  const { t } = useTranslation('directives')
  const cells = useCells(useView(shown ?? null))
  const count = cells.filter((c) => c && Number.isFinite(c.value)).length
  if (!from && !count) return null
  return (
    <p className={styles.along} data-along={count}>
      {from && <span>{t('along.from', { from })}</span>}
      {count > 0 && <span>{t('along.shown', { count })}</span>}
    </p>
  )
}
