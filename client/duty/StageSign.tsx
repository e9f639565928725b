import { useTranslation } from 'react-i18next'
import { useLanguage } from '../ui/preferences.ts'
import styles from './stage-sign.module.css'
import { useStage } from './useStage.ts'

/** Over whatever a wall shows: from the second stage on, a frame and a tag with its number and name. */
export function StageSign() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const stage = useStage()
  if (!stage || stage.no < 2) return null
  return (
    <div className={styles.frame} role="status" data-stage-sign={stage.no}>
      <p>
        {t('stage.word')} {stage.no}: {stage.name[language]}
      </p>
    </div>
  )
}
