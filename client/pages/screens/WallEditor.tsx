import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultOf, partOf, type ScreenState, type WallGeometry, type WallView } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './screens.module.css'

const NEW: WallGeometry = {
  rows: 1,
  columns: 2,
  resolution: { width: 1920, height: 1080 },
  panel: { width: 1210, height: 680 },
  bezel: { left: 1.8, right: 1.8, top: 1.8, bottom: 1.8, unit: 'mm' },
  cells: [],
}
const MOST = { rows: 16, columns: 32 }
type Props = { wall: WallView | null; screens: readonly ScreenState[]; onClose(): void }

/** A wall as numbers and as a picture: how many screens, their edges, and which one stands where. */
export function WallEditor({ wall, screens, onClose }: Props) {
  const { t } = useTranslation('screens')
  const queries = useQueryClient()
  const [name, setName] = useState(wall?.name ?? '')
  const [g, set] = useState<WallGeometry>(wall?.geometry ?? NEW)
  const cells = g.cells.filter((c) => c.row < g.rows && c.column < g.columns)
  const geometry = { ...g, cells }
  const done = () => {
    void queries.invalidateQueries({ queryKey: ['walls'] })
    onClose()
  }
  const save = useMutation({
    mutationFn: () =>
      wall
        ? api.put(`/api/walls/${wall.id}`, { version: wall.version, name: name.trim(), geometry })
        : api.post('/api/walls', { name: name.trim(), geometry }),
    onSuccess: done,
  })
  const remove = useMutation({ mutationFn: () => api.delete(`/api/walls/${wall?.id}`), onSuccess: done })
  const fault = faultOf(geometry)
  const whole = partOf(geometry, 0, 0)
  const number = (label: string, value: number, most: number, put: (n: number) => void, step = 1) => (
    <label>
      {label}
      <input
        type="number"
        min={step < 1 ? 0 : 1}
        max={most}
        step={step}
        value={value}
        onChange={(e) => {
          const n = e.target.valueAsNumber
          if (Number.isFinite(n)) put(Math.min(Math.max(n, step < 1 ? 0 : 1), most))
        }}
      />
    </label>
  )
  const stand = (row: number, column: number, screen: number | null) =>
    set({
      ...geometry,
      cells: [
        ...cells.filter((c) => (c.row !== row || c.column !== column) && c.screen !== screen),
        ...(screen === null ? [] : [{ row, column, screen }]),
      ],
    })
  const grid = (element: HTMLElement | null) => {
    element?.style.setProperty('grid-template-columns', `repeat(${g.columns}, minmax(0, 1fr))`)
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={wall ? t('wall.editTitle', { name: wall.name }) : t('wall.new')}
    >
      <form
        className={styles.editor}
        data-task="wall"
        onSubmit={(e) => {
          e.preventDefault()
          if (name.trim() && !fault) save.mutate()
        }}
      >
        <div className={styles.fields}>
          <label className={styles.wide}>
            {t('wall.name')}
            <input
              name="name"
              autoFocus
              maxLength={80}
              value={name}
              onChange={(e) => setName(e.target.value)}
            />
          </label>
          {number(t('wall.rows'), g.rows, MOST.rows, (rows) => set({ ...g, rows: Math.round(rows) }))}
          {number(t('wall.columns'), g.columns, MOST.columns, (columns) =>
            set({ ...g, columns: Math.round(columns) }),
          )}
          {number(t('wall.width'), g.resolution.width, 16_384, (width) =>
            set({ ...g, resolution: { ...g.resolution, width: Math.round(width) } }),
          )}
          {number(t('wall.height'), g.resolution.height, 16_384, (height) =>
            set({ ...g, resolution: { ...g.resolution, height: Math.round(height) } }),
          )}
          {number(t('wall.panelWidth'), g.panel.width, 20_000, (width) =>
            set({ ...g, panel: { ...g.panel, width } }),
          )}
          {number(t('wall.panelHeight'), g.panel.height, 20_000, (height) =>
            set({ ...g, panel: { ...g.panel, height } }),
          )}
          <label>
            {t('wall.unit')}
            <select
              value={g.bezel.unit}
              onChange={(e) =>
                set({ ...g, bezel: { ...g.bezel, unit: e.target.value === 'px' ? 'px' : 'mm' } })
              }
            >
              <option value="mm">mm</option>
              <option value="px">px</option>
            </select>
          </label>
          {(['left', 'right', 'top', 'bottom'] as const).map((edge) => (
            <span key={edge}>
              {number(
                t(`wall.edge.${edge}`),
                g.bezel[edge],
                2_000,
                (n) => set({ ...g, bezel: { ...g.bezel, [edge]: n } }),
                0.1,
              )}
            </span>
          ))}
        </div>
        <p className={styles.whole}>
          {t('wall.whole', { width: whole.totalWidth, height: whole.totalHeight })}
        </p>
        <div className={styles.cells} ref={grid}>
          {Array.from({ length: g.rows * g.columns }, (_, at) => {
            const row = Math.floor(at / g.columns)
            const column = at % g.columns
            const held = cells.find((c) => c.row === row && c.column === column)
            return (
              <label key={`${row}.${column}`}>
                {t('wall.cell', { row: row + 1, column: column + 1 })}
                <select
                  data-cell={`${row}.${column}`}
                  value={held?.screen ?? ''}
                  onChange={(e) => stand(row, column, e.target.value === '' ? null : Number(e.target.value))}
                >
                  <option value="">{t('wall.empty')}</option>
                  {screens.map((s) => (
                    <option key={s.id} value={s.id}>
                      {s.id} · {s.name}
                    </option>
                  ))}
                </select>
              </label>
            )
          })}
        </div>
        {fault && <p role="alert">{t(`wall.fault.${fault.reason}`)}</p>}
        <Problem error={save.error ?? remove.error} />
        <footer>
          {wall && (
            <Button onClick={() => remove.mutate()} disabled={remove.isPending}>
              {t('wall.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!name.trim() || fault !== null || save.isPending}>
            {t('save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
