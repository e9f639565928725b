import { useTranslation } from 'react-i18next'
import { type PartKind, startOfPage } from '../../../shared/scene.ts'
import { partOf, type WallView } from '../../../shared/wall.ts'
import { Button } from '../../ui/index.ts'
import { type Draft, type Edit, isKind } from './draft.ts'
import styles from './scenes.module.css'
import { FIXED_SHAPES, type Shape, shapeOf } from './shape.ts'

/** In the order in which they are thought of: numbers first, then lists, then what stands around them. */
const OFFERED = [
  ...(['hero', 'tiles', 'rows', 'chart', 'table', 'ranking', 'map', 'warned', 'alarms', 'alerts'] as const),
  ...(['directives', 'spotlight', 'roll', 'coverage', 'connections', 'clock', 'heading', 'text'] as const),
  ...(['event', 'sections'] as const),
]

type Props = {
  draft: Draft
  edit(edit: Edit): void
  shape: Shape
  walls: readonly WallView[]
  page: number
  onShape(shape: Shape): void
  onPage(page: number): void
  onAdd(kind: PartKind): void
}

/** What stands above the drawing board: take back, add, the shape and page that is looked at. */
export function Tools({ draft, edit, shape, walls, page, onShape, onPage, onAdd }: Props) {
  const { t } = useTranslation('scenes')
  const wallText = ({ name, geometry }: WallView) => {
    const { totalWidth, totalHeight } = partOf(geometry, 0, 0)
    const { rows, columns } = geometry
    return t('shape.wall', { name, columns, rows, width: totalWidth, height: totalHeight })
  }
  return (
    <div className={styles.tools}>
      <Button disabled={!draft.past.length} data-undo="" onClick={() => edit({ do: 'undo' })}>
        {t('edit.undo')} <kbd>Ctrl Z</kbd>
      </Button>
      <Button disabled={!draft.future.length} data-redo="" onClick={() => edit({ do: 'redo' })}>
        {t('edit.redo')} <kbd>Ctrl Y</kbd>
      </Button>
      <select
        aria-label={t('edit.add')}
        data-field="add"
        value=""
        onChange={(e) => void (isKind(e.target.value) && onAdd(e.target.value))}
      >
        <option value="">{t('edit.add')}</option>
        {OFFERED.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kind.${kind}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('edit.shape')}
        data-field="shape"
        value={shape}
        onChange={(e) => {
          const shapes = [...walls.map(shapeOf), ...FIXED_SHAPES]
          const next = shapes.find((s) => s === e.target.value)
          if (next) onShape(next)
        }}
      >
        {walls.map((wall) => (
          <option key={wall.id} value={shapeOf(wall)}>
            {wallText(wall)}
          </option>
        ))}
        {FIXED_SHAPES.map((s) => (
          <option key={s} value={s}>
            {t(`shape.${s}`)}
          </option>
        ))}
      </select>
      {draft.scene.pages.map((p, i) => (
        <Button
          key={startOfPage(draft.scene, i)}
          aria-pressed={i === page}
          data-page={i + 1}
          onClick={() => onPage(i)}
        >
          {t('doc.page', { page: i + 1 })} · {p.seconds}s
        </Button>
      ))}
    </div>
  )
}
