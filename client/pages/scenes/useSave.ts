import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SceneDetail } from '../../../shared/api/scenes.ts'
import type { Scene } from '../../../shared/scene.ts'
import { api } from '../../api/index.ts'
import type { Kept } from './useKept.ts'

/** Saves a scene after the version that it was drawn on; `after` 0 = a scene that is not kept yet. */
export function useSave(start: Scene, first: number, isNew: boolean, onSaved: (made: SceneDetail) => void) {
  const client = useQueryClient()
  const [after, setAfter] = useState(first)
  const [saved, setSaved] = useState(isNew ? null : start)
  const save = useMutation({
    mutationFn: (now: Kept) =>
      api.put<SceneDetail>(`/api/scenes/${now.scene.key}`, {
        document: now.scene,
        after: now.after,
        note: '',
      }),
    onSuccess: (made) => {
      onSaved(made)
      setAfter(made.versions[0]?.version ?? after)
      setSaved(made.document)
      client.setQueryData(['scene', made.document.key], made)
      void client.invalidateQueries({ queryKey: ['scenes'] })
    },
  })
  return { save, after, setAfter, saved }
}
