import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import { useSceneList } from '../scenes/api.ts'
import styles from './screens.module.css'

type Props = {
  name: string
  busy: boolean
  error: Error | null
  onClose(): void
  onShow(scene: string): void
}

/** Which scene a wall or a group is to show. */
export function SceneForm({ name, busy, error, onClose, onShow }: Props) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const list = useSceneList()
  const [scene, setScene] = useState('')
  return (
    <Dialog open onClose={onClose} title={t('sceneTitle', { name })}>
      <form
        className={styles.form}
        data-task="scene"
        onSubmit={(e) => {
          e.preventDefault()
          if (scene && !busy) onShow(scene)
        }}
      >
        <label>
          {t('scenes:showing.scene')}
          <select name="scene" value={scene} onChange={(e) => setScene(e.target.value)}>
            <option value="" />
            {list.data?.map((s) => (
              <option key={s.scene} value={s.scene}>
                {s.title[language]}
                {s.restricted ? ` (${t('scenes:restricted')})` : ''}
              </option>
            ))}
          </select>
        </label>
        <Problem error={list.error ?? error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!scene || busy}>
            {t('scenes:act.show')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
