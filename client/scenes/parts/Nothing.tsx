import { useTranslation } from 'react-i18next'
import { useCounts, useLink, useViewClock } from '../../live/index.ts'
import { momentText, useLanguage } from '../../ui/index.ts'
import styles from '../scene.module.css'

/** That there is none is known only while the server is heard: cut off, it says since when nothing is known. */
export function Nothing({ said }: { said: string }) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const now = useViewClock()
  const { counts } = useCounts()
  const link = useLink()
  // Before the server has spoken nobody knows that there is none.
  if (!counts) return null
  const known = link.state === 'live'
  return (
    <p className={styles.none} data-known={known}>
      {known ? said : t('part.unknownSince', { time: momentText(link.since, now, language) })}
    </p>
  )
}
