import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import styles from './newer.module.css'
import type { Choice } from './useChoice.ts'

/** Something else was pressed while words in the editor are not saved: it is asked what becomes of them. */
export function Leaving<T>({ choice }: { choice: Choice<T> }) {
  const { t } = useTranslation('common')
  if (choice.wanted === null) return null
  return (
    <p role="alert" className={styles.newer} data-leaving="">
      <span>{t('leaving.said')}</span>
      <Button data-leave="" onClick={choice.leave}>
        {t('leaving.drop')}
      </Button>
      <Button data-stay="" onClick={choice.stay}>
        {t('leaving.stay')}
      </Button>
    </p>
  )
}
