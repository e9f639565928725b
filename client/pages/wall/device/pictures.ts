import { api } from '../../../api/index.ts'
import { windowPicture } from '../../../export/index.ts'
import { sceneNow, serverNow } from '../../../live/index.ts'

const THUMBNAIL = 480
/** A screenshot is no wider than this, so that it is there within two seconds on any machine. */
const MOST_WIDE = 1_920

/** Takes a picture of this page and hands it in. Returns its number. `asked` by an order, or small and by itself. */
export async function sendPicture(kind: 'asked' | 'small', command?: number): Promise<string> {
  const wide = kind === 'asked' ? Math.min(innerWidth, MOST_WIDE) : THUMBNAIL
  const at = Math.round(serverNow())
  const { picture, width, height } = await windowPicture(wide, kind === 'asked' ? 0.85 : 0.7)
  const query = new URLSearchParams({ kind, at: `${at}`, width: `${width}`, height: `${height}` })
  query.set('scene', sceneNow().slice(0, 80))
  if (command !== undefined) query.set('command', `${command}`)
  const { id } = await api.upload<{ id: string }>(`/api/screens/self/picture?${query}`, picture)
  return id
}
