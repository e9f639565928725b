import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import styles from './newer.module.css'
import type { Newer } from './useVersioned.ts'

type Props = {
  newer: Newer | null
  /** What is typed can be saved as it stands. */
  ready: boolean
  onOver(): void
  onLoad(): void
}

/** Somebody saved while one was typing: what was typed stands, and one chooses which of the two holds. */
export function NewerVersion({ newer, ready, onOver, onLoad }: Props) {
  const { t } = useTranslation('common')
  if (!newer) return null
  const { version } = newer
  const by = newer.by?.startsWith('account:') ? newer.by.slice('account:'.length) : null
  return (
    <p role="status" className={styles.newer} data-newer={version}>
      <span>{by ? t('newer.by', { by, version }) : t('newer.said', { version })}</span>
      <Button data-save-over="" disabled={!ready} onClick={onOver}>
        {t('newer.saveOver', { version })}
      </Button>
      <Button data-load-newer="" onClick={onLoad}>
        {t('newer.load', { version })}
      </Button>
    </p>
  )
}
