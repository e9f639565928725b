import { useTranslation } from 'react-i18next'
import { openPanel } from '../commands/registry.ts'
import styles from './shell.module.css'

/** Where everything is found and ordered; Ctrl K does the same. */
export function FindButton() {
  const { t } = useTranslation('palette')
  return (
    <button
      type="button"
      className={styles.find}
      onClick={() => openPanel('palette')}
      aria-label={t('open')}
      title={`${t('open')} (Ctrl K)`}
      data-action="palette"
    >
      <span aria-hidden="true">⌕</span>
      <span>{t('open')}</span>
      <kbd>Ctrl</kbd>
      <kbd>K</kbd>
    </button>
  )
}
