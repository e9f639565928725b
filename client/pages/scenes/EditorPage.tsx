import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useScene } from './api.ts'
import { EMPTY } from './draft.ts'
import { Editor } from './Editor.tsx'
import { Faults } from './Faults.tsx'

/** A scene as it will stand on the wall, its parts to be moved and bound, its legibility checked beside it. */
export default function EditorPage() {
  const { scene: address = 'new' } = useParams()
  const go = useNavigate()
  /** What was begun under one address and saved under another is drawn on as it stands. */
  const [saved, setSaved] = useState({ as: '', of: '' })
  const key = saved.as === address ? saved.of : address
  const loaded = useScene(key === 'new' ? null : key, true)
  const onKey = (as: string) => {
    if (as === address) return
    setSaved({ as, of: key })
    void go(`/scenes/${as}`, { replace: true })
  }
  const shared = { address, onKey }
  if (key === 'new') return <Editor key="new" {...shared} start={EMPTY} after={0} isNew />
  // An older version would be drawn on in vain: it could not be saved.
  if (!loaded.data || !loaded.isFetchedAfterMount) return <Faults error={loaded.error} />
  const { document, delivered, versions } = loaded.data
  // A delivered scene is drawn on as a copy, under a key of its own.
  const start = delivered ? { ...document, key: `${document.key}-2` } : document
  const after = delivered ? 0 : (versions[0]?.version ?? 0)
  return <Editor key={key} {...shared} start={start} after={after} isNew={delivered} />
}
