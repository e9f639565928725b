import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import type { SceneDetail } from '../../../shared/api/scenes.ts'
import type { Finding } from '../../../shared/legibility.ts'
import { legibility } from '../../../shared/legibility.ts'
import { type Scene, startOfPage } from '../../../shared/scene.ts'
import { checkScene } from '../../../shared/scene-check.ts'
import { api } from '../../api/index.ts'
import { Button } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { useScene } from './api.ts'
import { Board } from './Board.tsx'
import { drawn, EMPTY, isKind, placed, withPart, withParts } from './draft.ts'
import { Faults } from './Faults.tsx'
import { Findings } from './Findings.tsx'
import { PartForm } from './PartForm.tsx'
import { SceneFields } from './SceneFields.tsx'
import styles from './scenes.module.css'

const ASPECTS = { one: 16 / 9, two: 32 / 9, three: 16 / 3 } as const
type Shape = keyof typeof ASPECTS
const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const isTyped = (e: KeyboardEvent) =>
  e.target instanceof Element && e.target.closest('input, select, textarea, [role="dialog"]') !== null

/** A scene as it will stand on the wall, its parts to be moved and bound, its legibility checked beside it. */
export default function EditorPage() {
  const { scene: key = 'new' } = useParams()
  const loaded = useScene(key === 'new' ? null : key)
  if (key === 'new') return <Editor key="new" start={EMPTY} after={0} isNew />
  if (!loaded.data) return <Faults error={loaded.error} />
  const { document, delivered, versions } = loaded.data
  // A delivered scene is drawn on as a copy, under a key of its own.
  const start = delivered ? { ...document, key: `${document.key}-2` } : document
  const after = delivered ? 0 : (versions[0]?.version ?? 0)
  return <Editor key={key} start={start} after={after} isNew={delivered} />
}

function Editor({ start, after: first, isNew }: { start: Scene; after: number; isNew: boolean }) {
  const { t } = useTranslation('scenes')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [draft, edit] = useReducer(drawn, { past: [], scene: start, future: [] })
  const { scene } = draft
  const [after, setAfter] = useState(first)
  const [saved, setSaved] = useState(isNew ? null : start)
  const [page, setPage] = useState(0)
  const [chosen, setChosen] = useState<string | null>(null)
  const [shape, setShape] = useState<Shape>('one')
  const [room, setRoom] = useState({ heightMetres: 0.68, distanceMetres: 4 })
  const [cut, setCut] = useState<Finding[]>([])
  const [full, setFull] = useState(false)
  const aspect = ASPECTS[shape]
  const wide = shape !== 'one'
  const at = Math.min(page, scene.pages.length - 1)
  const part = scene.pages[at]?.parts.find((p) => p.id === chosen) ?? null
  const put = (next: Scene) => edit({ do: 'put', scene: next })
  const putPart = (next: NonNullable<typeof part>) =>
    put(withParts(scene, at, scene.pages[at]?.parts.map((p) => (p.id === next.id ? next : p)) ?? []))
  const drop = () => {
    const rest = scene.pages[at]?.parts.filter((p) => p.id !== chosen) ?? []
    if (rest.length) put(withParts(scene, at, rest))
  }
  const checked = checkScene(scene)
  const faults = 'faults' in checked ? checked.faults : []
  const save = useMutation({
    mutationFn: () => api.put<SceneDetail>(`/api/scenes/${scene.key}`, { document: scene, after, note: '' }),
    onSuccess: (made) => {
      setAfter(made.versions[0]?.version ?? after)
      setSaved(made.document)
      client.setQueryData(['scene', made.document.key], made)
      void client.invalidateQueries({ queryKey: ['scenes'] })
      if (isNew) void navigate(`/scenes/${made.document.key}`, { replace: true })
    },
  })
  const changed = JSON.stringify(saved) !== JSON.stringify(scene)
  const savable = changed && faults.length === 0 && !save.isPending

  const onKey = useRef<(e: KeyboardEvent) => void>(() => undefined)
  onKey.current = (e) => {
    const control = e.ctrlKey || e.metaKey
    if (control && e.key === 's') {
      if (savable) save.mutate()
    } else if (isTyped(e)) return
    else if (control && e.key.toLowerCase() === 'z') edit({ do: e.shiftKey ? 'redo' : 'undo' })
    else if (control && e.key === 'y') edit({ do: 'redo' })
    else if (part && e.key === 'Delete') drop()
    else if (part && MOVES[e.key]) {
      const [x, y] = MOVES[e.key] ?? [0, 0]
      const was = wide ? (part.wide ?? part) : part
      const grow = e.shiftKey
        ? { w: Math.max(1, was.w + x), h: Math.max(1, was.h + y) }
        : { w: was.w, h: was.h }
      const go = e.shiftKey
        ? { x: was.x, y: was.y }
        : { x: Math.max(0, was.x + x), y: Math.max(0, was.y + y) }
      if (go.x + grow.w <= scene.grid.columns && go.y + grow.h <= scene.grid.rows)
        putPart(placed(part, { ...go, ...grow }, wide))
    } else return
    e.preventDefault()
  }
  useEffect(() => {
    const listen = (e: KeyboardEvent) => onKey.current(e)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  const findings = [...legibility(scene, { ...room, aspect }).filter((f) => f.page === at), ...cut]
  return (
    <div className={admin.page} data-editor={scene.key}>
      <nav className={admin.tabs}>
        <Link to="/scenes?tab=documents">{t('title')}</Link>
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
            onChange={(e) => {
              const made = isKind(e.target.value) ? withPart(scene, at, e.target.value) : null
              setFull(made === null)
              if (!made) return
              put(made.scene)
              setChosen(made.id)
            }}
          >
            <option value="">{t('edit.add')}</option>
            {(
              [
                ...['hero', 'tiles', 'rows', 'chart', 'table', 'ranking', 'map', 'warned'],
                ...[
                  'alarms',
                  'alerts',
                  'directives',
                  'spotlight',
                  'roll',
                  'coverage',
                  'connections',
                  'clock',
                  'heading',
                  'text',
                ],
                ...['event', 'sections'],
              ] as const
            ).map((kind) => (
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
              const next = e.target.value
              if (next === 'one' || next === 'two' || next === 'three') setShape(next)
            }}
          >
            {(['one', 'two', 'three'] as const).map((s) => (
              <option key={s} value={s}>
                {t(`shape.${s}`)}
              </option>
            ))}
          </select>
          {scene.pages.map((p, i) => (
            <Button
              key={startOfPage(scene, i)}
              aria-pressed={i === at}
              data-page={i + 1}
              onClick={() => setPage(i)}
            >
              {t('doc.page', { page: i + 1 })} · {p.seconds}s
            </Button>
          ))}
        </div>
        <Button primary disabled={!savable} data-save="" onClick={() => save.mutate()}>
          {t('save')} <kbd>Ctrl S</kbd>
        </Button>
        <small data-saved={!changed}>
          {changed ? t('edit.changed') : t('edit.saved', { version: after })}
        </small>
      </nav>
      <div className={styles.editor}>
        <div className={styles.stage}>
          {full && <p role="alert">{t('edit.full')}</p>}
          <Board
            scene={scene}
            page={at}
            aspect={aspect}
            wide={wide}
            chosen={chosen}
            onChoose={setChosen}
            onPlace={(places) =>
              put(
                withParts(
                  scene,
                  at,
                  scene.pages[at]?.parts.map((p) => {
                    const place = places.get(p.id)
                    return place ? placed(p, place, wide) : p
                  }) ?? [],
                ),
              )
            }
            onMeasured={setCut}
          />
          <Faults error={save.error} more={faults} />
        </div>
        <aside className={styles.side}>
          <Findings findings={findings} room={room} onRoom={setRoom} onChoose={setChosen} />
          {part ? (
            <PartForm key={part.id} part={part} onChange={putPart} onRemove={drop} />
          ) : (
            <SceneFields scene={scene} page={at} isNew={after === 0} onChange={put} onPage={setPage} />
          )}
        </aside>
      </div>
    </div>
  )
}
