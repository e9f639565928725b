import { useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { legibility } from '../../../shared/legibility.ts'
import { type Scene, WIDE } from '../../../shared/scene.ts'
import { checkScene } from '../../../shared/scene-check.ts'
import { useMe } from '../../api/index.ts'
import { Button, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { useSceneList } from './api.ts'
import { Board } from './Board.tsx'
import { copyKey, drawn, placed, withPart, withParts } from './draft.ts'
import { Faults } from './Faults.tsx'
import { Findings } from './Findings.tsx'
import { HiddenStage } from './HiddenStage.tsx'
import { PartForm } from './PartForm.tsx'
import { SceneFields } from './SceneFields.tsx'
import styles from './scenes.module.css'
import { Tools } from './Tools.tsx'
import { Before, Conflict, newerThan } from './Unsaved.tsx'
import { useCuts } from './useCuts.ts'
import { useEditorKeys } from './useEditorKeys.ts'
import { useKept } from './useKept.ts'
import { useRoom } from './useRoom.ts'
import { useSave } from './useSave.ts'

type Props = {
  /** The key in the address; 'new' until it is saved. */
  address: string
  start: Scene
  /** The version that this one follows; 0 = a scene that is not kept yet. */
  after: number
  isNew: boolean
  /** Saved under a key of its own. */
  onKey(key: string): void
}

/** A scene on the drawing board, with what is chosen of it beside it. */
export function Editor({ address, start, after: first, isNew, onKey }: Props) {
  const { t } = useTranslation('scenes')
  const me = useMe().person?.id
  const list = useSceneList()
  const [origin] = useState(start)
  const [draft, edit] = useReducer(drawn, { past: [], scene: start, future: [] })
  const { scene } = draft
  const [page, setPage] = useState(0)
  const [chosen, setChosen] = useState<string | null>(null)
  const { walls, seen, room, choose, setRoom } = useRoom()
  const [full, setFull] = useState(false)
  const { aspect } = seen
  const wide = aspect >= WIDE
  const at = Math.min(page, scene.pages.length - 1)
  const part = scene.pages[at]?.parts.find((p) => p.id === chosen) ?? null
  // Pages made from each other have parts of the same names.
  const turnTo = (next: number) => {
    setPage(next)
    setChosen(null)
  }
  const put = (next: Scene) => edit({ do: 'put', scene: next })
  const putPart = (next: NonNullable<typeof part>) =>
    put(withParts(scene, at, scene.pages[at]?.parts.map((p) => (p.id === next.id ? next : p)) ?? []))
  const drop = () => {
    const rest = scene.pages[at]?.parts.filter((p) => p.id !== chosen) ?? []
    if (rest.length) put(withParts(scene, at, rest))
  }
  const checked = checkScene(scene)
  const faults = 'faults' in checked ? checked.faults : []
  const { save, after, setAfter, saved } = useSave(origin, first, isNew, (made) => onKey(made.document.key))
  const text = JSON.stringify(scene)
  const changed = JSON.stringify(saved) !== text
  const unsaved = JSON.stringify(saved ?? origin) !== text
  const kept = useKept(`td.scene.${me}.${address}`, { scene, after }, unsaved)
  const savable = changed && faults.length === 0 && !save.isPending
  const write = (now: Scene, on: number) => save.mutate({ scene: now, after: on })
  const newer = newerThan(save.error)
  const copy = copyKey(scene.key, new Set(list.data?.map((x) => x.scene)))

  useEditorKeys({
    ...{ scene, part, wide, edit, onPart: putPart, onDrop: drop, onScene: () => setChosen(null) },
    onSave: () => void (savable && write(scene, after)),
  })
  const cuts = useCuts(scene, aspect, at, useLanguage())
  const findings = [...legibility(scene, { ...room, aspect }), ...cuts.findings].sort(
    (a, b) => a.page - b.page,
  )
  return (
    <div className={admin.page} data-editor={scene.key}>
      <nav className={admin.tabs}>
        <Link to="/scenes?tab=documents">{t('title')}</Link>
        <Tools
          {...{ draft, edit, walls, shape: seen.shape, page: at }}
          onShape={choose}
          onPage={turnTo}
          onAdd={(kind) => {
            const made = withPart(scene, at, kind)
            setFull(made === null)
            if (!made) return
            put(made.scene)
            setChosen(made.id)
          }}
        />
        <Button primary disabled={!savable} data-save="" onClick={() => write(scene, after)}>
          {t('save')} <kbd>Ctrl S</kbd>
        </Button>
        <small data-saved={!changed}>
          {changed ? t('edit.changed') : t('edit.saved', { version: after })}
        </small>
      </nav>
      <div className={styles.editor}>
        <div className={styles.stage}>
          {full && <p role="alert">{t('edit.full')}</p>}
          {kept.before && (
            <Before
              kept={kept.before}
              onTake={() => {
                if (!kept.before) return
                put(kept.before.scene)
                setAfter(kept.before.after)
                kept.decide()
              }}
              onDrop={kept.decide}
            />
          )}
          <Board
            scene={scene}
            page={at}
            aspect={aspect}
            wide={wide}
            seams={seen.seams}
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
            onMeasured={cuts.onBoard}
          />
          {cuts.next && (
            <HiddenStage
              key={cuts.next.key}
              {...{ scene, aspect, page: cuts.next.page, language: cuts.next.language }}
              onMeasured={cuts.onNext}
            />
          )}
          <Faults error={save.error} more={faults} />
          {newer !== null && (
            <Conflict
              version={newer}
              copy={copy}
              onOver={() => write(scene, newer)}
              onCopy={() => {
                put({ ...scene, key: copy })
                write({ ...scene, key: copy }, 0)
              }}
            />
          )}
        </div>
        <aside className={styles.side}>
          <Findings
            {...{ findings, room, waiting: cuts.waiting }}
            onRoom={setRoom}
            onGo={(page, part) => {
              setPage(page)
              setChosen(part)
            }}
          />
          {part ? (
            <PartForm
              key={part.id}
              part={part}
              onChange={putPart}
              onRemove={drop}
              onScene={() => setChosen(null)}
            />
          ) : (
            <SceneFields scene={scene} page={at} isNew={after === 0} onChange={put} onPage={turnTo} />
          )}
        </aside>
      </div>
    </div>
  )
}
