import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../api/index.ts'
import { useServerClock } from '../live/index.ts'
import { momentText } from '../ui/format/index.ts'
import { useLanguage } from '../ui/preferences.ts'
import styles from './duty.module.css'
import { useStage } from './useStage.ts'

/** The stage in force, on every page: from the second on it stands out, by a word and by its number. */
export function StageFact() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const now = useServerClock()
  const mayRead = useMe().can('read', 'Duty')
  const stage = useStage()
  if (!stage) return null
  const words = (
    <>
      {t('stage.word')} <b>{stage.no}</b>/5
    </>
  )
  const title = t('stage.since', {
    name: stage.name[language],
    time: momentText(stage.since, now, language),
  })
  const look = {
    className: styles.stage ?? '',
    title,
    'data-stage': stage.no,
    'data-raised': stage.no > 1 || undefined,
  }
  return mayRead ? (
    <Link to="/stages" {...look}>
      {words}
    </Link>
  ) : (
    <span {...look}>{words}</span>
  )
}
