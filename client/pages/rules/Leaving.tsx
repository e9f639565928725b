import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import styles from './newer.module.css'

type Props = { asks: boolean; onLeave(): void; onStay(): void }

/** Something else was pressed while words in the editor are not saved: it is asked what becomes of them. */
export function Leaving({ asks, onLeave, onStay }: Props) {
  const { t } = useTranslation('common')
  if (!asks) return null
  return (
    <p role="alert" className={styles.newer} data-leaving="">
      <span>{t('leaving.said')}</span>
      <Button data-leave="" onClick={onLeave}>
        {t('leaving.drop')}
      </Button>
      <Button data-stay="" onClick={onStay}>
        {t('leaving.stay')}
      </Button>
    </p>
  )
}
