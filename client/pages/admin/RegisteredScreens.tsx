import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBoard, useServerClock } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import type { ScreenTask } from '../desk/ScreenDialog.tsx'
import { Screens } from '../desk/Screens.tsx'
import styles from './admin.module.css'

/** The screens as the desk sees them, with the means to approve, rename and revoke. */
export function RegisteredScreens() {
  const { t } = useTranslation('admin')
  const board = useBoard()
  const language = useLanguage()
  const now = useServerClock()
  const [task, setTask] = useState<ScreenTask | null>(null)
  if (board.status === 'opening') return <p className={styles.none}>{t('loading')}</p>
  if (board.status === 'refused') return <p className={styles.none}>{board.error?.message[language]}</p>
  return (
    <Screens rows={board.screens} language={language} now={now} mayApprove asking={task} onAsk={setTask} />
  )
}
