import { useParams } from 'react-router'
import { useScene } from './api.ts'
import { EMPTY } from './draft.ts'
import { Editor } from './Editor.tsx'
import { Faults } from './Faults.tsx'

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
