import { useTranslation } from 'react-i18next'
import { RequestProblem } from '../../api/index.ts'
import { Button } from '../../ui/index.ts'
import styles from './scenes.module.css'
import type { Kept } from './useKept.ts'

/** What was drawn the last time and never saved. */
export function Before({ kept, onTake, onDrop }: { kept: Kept; onTake(): void; onDrop(): void }) {
  const { t } = useTranslation('scenes')
  return (
    <p className={styles.request} role="status" data-kept={kept.after}>
      {t('edit.kept')}
      <Button data-take="" onClick={onTake}>
        {t('edit.takeKept')}
      </Button>
      <Button data-drop="" onClick={onDrop}>
        {t('edit.dropKept')}
      </Button>
    </p>
  )
}

/** The newest version, where somebody has saved one since this drawing began. */
export function newerThan(error: Error | null): number | null {
  if (!(error instanceof RequestProblem) || error.code !== 'SCENE_CHANGED') return null
  return typeof error.detail.version === 'number' ? error.detail.version : null
}

type Ways = { version: number; copy: string; onOver(): void; onCopy(): void }
/** Two ways on where somebody else has saved meanwhile. */
export function Conflict({ version, copy, onOver, onCopy }: Ways) {
  const { t } = useTranslation('scenes')
  return (
    <p className={styles.request} data-conflict={version}>
      <Button data-save-over="" onClick={onOver}>
        {t('edit.saveOver', { version })}
      </Button>
      <Button data-save-copy="" onClick={onCopy}>
        {t('edit.saveCopy', { key: copy })}
      </Button>
    </p>
  )
}
