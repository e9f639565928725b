import { useTranslation } from 'react-i18next'
import type { RequestView } from '../../../shared/api/scenes.ts'
import { useLanguage } from '../../ui/preferences.ts'
import { useSceneList, useShownOnce } from './api.ts'
import { askedLines } from './asked.ts'
import styles from './scenes.module.css'
import { useTargetName } from './TargetSelect.tsx'

/** What a second person says yes to, in the reader's words. */
export function useAskedLines(request: RequestView): string[] {
  const { t } = useTranslation(['scenes', 'alerts', 'alarms'])
  const language = useLanguage()
  const list = useSceneList()
  const target = useTargetName(useShownOnce().data?.screens ?? [])
  const scene = (key: string) => list.data?.find((s) => s.scene === key)?.title[language] ?? key
  return askedLines(request, { t, language, scene, target })
}

/** Beside the yes. */
export function AskedFacts({ request }: { request: RequestView }) {
  const lines = useAskedLines(request)
  return (
    <ul className={styles.asked} data-asked={request.act.act}>
      {lines.map((text, i) => (
        <li key={i}>{text}</li>
      ))}
    </ul>
  )
}
