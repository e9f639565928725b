import { useTranslation } from 'react-i18next'
import type { Language } from '../../../shared/vocabulary.ts'
import { useCounts } from '../../live/index.ts'
import { Clock, Count, Ticks } from '../../pages/wall/counts.tsx'
import { useLanguage } from '../../ui/index.ts'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'

/** Whose wall it is, and what stands on it. */
export function Heading({ title }: { title: Record<Language, string> }) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  return (
    <header className={styles.heading}>
      <p>{t('title')}</p>
      <h1>{title[language]}</h1>
    </header>
  )
}

export function CoveragePart() {
  const { t } = useTranslation('wall')
  const { counts } = useCounts()
  return (
    <div className={styles.coverage}>
      <Count metric="coverage" is={counts?.supplied} of={counts?.nationalSet} word={t('supplied')} />
      <Ticks supplied={counts?.supplied ?? 0} of={counts?.nationalSet ?? 200} />
    </div>
  )
}

export function ConnectionsCount() {
  const { t } = useTranslation('wall')
  const { counts } = useCounts()
  return (
    <div className={styles.coverage}>
      <Count
        metric="connections"
        is={counts?.connectionsUp}
        of={counts?.connectionsAgreed}
        word={t('connections')}
      />
    </div>
  )
}

export function ClockPart() {
  return (
    <div className={styles.clock}>
      <Clock />
    </div>
  )
}

export function TextPart({ part }: PartProps<'text'>) {
  const language = useLanguage()
  return (
    <p className={styles.text} data-look={part.look}>
      {part.text[language]}
    </p>
  )
}
