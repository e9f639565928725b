import { useTranslation } from 'react-i18next'
import type { Scene, ScenePart } from '../../../shared/scene.ts'
import { type Command, useCommands } from '../../commands/index.ts'
import { type Edit, moved, type Way } from './draft.ts'

const WAYS: Way[] = ['left', 'right', 'up', 'down']

type Desk = {
  scene: Scene
  /** What is chosen; its arrows move it. */
  part: ScenePart | null
  wide: boolean
  edit(edit: Edit): void
  onPart(part: ScenePart): void
  onDrop(): void
  /** To the scene's own fields. */
  onScene(): void
  onSave(): void
}

/** What the keys do on the drawing board, from the one list of keys. */
export function useEditorKeys({ scene, part, wide, edit, onPart, onDrop, onScene, onSave }: Desk): void {
  const { t } = useTranslation('scenes')
  const group = t('edit.group')
  const chosen = { group, enabled: part !== null, keyOnly: true }
  const go = (way: Way, size: boolean) => {
    if (part) onPart(moved(part, way, size, wide, scene.grid))
  }
  const arrows = WAYS.flatMap((way): Command[] => [
    {
      ...{ ...chosen, id: `scene.move.${way}`, title: t(`edit.move.${way}`), keys: [way] },
      run: () => go(way, false),
    },
    {
      ...{ ...chosen, id: `scene.size.${way}`, title: t(`edit.size.${way}`), keys: [`shift+${way}`] },
      run: () => go(way, true),
    },
  ])
  useCommands([
    // Also when there is nothing to save: a browser would save its own page.
    {
      ...{ id: 'scene.save', title: t('save'), group, keys: ['mod+s'], typing: true, inDialog: true },
      run: onSave,
    },
    { id: 'scene.undo', title: t('edit.undo'), group, keys: ['mod+z'], run: () => edit({ do: 'undo' }) },
    {
      ...{ id: 'scene.redo', title: t('edit.redo'), group, keys: ['mod+y', 'mod+shift+z'] },
      run: () => edit({ do: 'redo' }),
    },
    { ...chosen, id: 'scene.drop', title: t('edit.remove'), keys: ['delete'], run: onDrop },
    { ...chosen, id: 'scene.fields', title: t('edit.fields'), keys: ['esc'], run: onScene },
    ...arrows,
  ])
}
