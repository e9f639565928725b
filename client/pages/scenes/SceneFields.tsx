import { useTranslation } from 'react-i18next'
import { MOST_PAGES, type Scene } from '../../../shared/scene.ts'
import { Button } from '../../ui/index.ts'
import { NumberField } from './NumberField.tsx'
import styles from './scenes.module.css'

/** Of the scene itself: its names, its pages and how long each stands. */
export function SceneFields({
  scene,
  page,
  isNew,
  onChange,
  onPage,
}: {
  scene: Scene
  page: number
  isNew: boolean
  onChange(scene: Scene): void
  onPage(page: number): void
}) {
  const { t } = useTranslation('scenes')
  const shown = scene.pages[page]
  return (
    <div className={styles.form}>
      <label>
        {t('list.key')}
        <input
          name="key"
          disabled={!isNew}
          value={scene.key}
          onChange={(e) => onChange({ ...scene, key: e.target.value })}
        />
      </label>
      {(['vi', 'en'] as const).map((l) => (
        <label key={l}>
          {t(`list.title.${l}`)}
          <input
            name={`title-${l}`}
            value={scene.title[l]}
            onChange={(e) => onChange({ ...scene, title: { ...scene.title, [l]: e.target.value } })}
          />
        </label>
      ))}
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={scene.restricted}
          onChange={(e) => onChange({ ...scene, restricted: e.target.checked })}
        />
        {t('edit.restricted')}
      </label>
      <NumberField
        key={page}
        label={t('edit.seconds')}
        {...{ name: 'seconds', value: shown?.seconds ?? 30, least: 5, most: 3_600 }}
        onChange={(seconds) =>
          onChange({ ...scene, pages: scene.pages.map((p, i) => (i === page ? { ...p, seconds } : p)) })
        }
      />
      <div className={styles.line}>
        <Button
          disabled={scene.pages.length >= MOST_PAGES || !shown}
          onClick={() => {
            if (!shown) return
            onChange({ ...scene, pages: [...scene.pages, shown] })
            onPage(scene.pages.length)
          }}
        >
          {t('edit.addPage')}
        </Button>
        <Button
          disabled={scene.pages.length < 2}
          onClick={() => {
            onChange({ ...scene, pages: scene.pages.filter((_, i) => i !== page) })
            onPage(Math.max(0, page - 1))
          }}
        >
          {t('edit.dropPage')}
        </Button>
      </div>
      <p>{t('edit.how')}</p>
    </div>
  )
}
