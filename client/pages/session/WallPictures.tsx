import type { BridgeView } from '../../../shared/live.ts'
import { Picture, type Remote } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { gridColumns } from './layout.ts'
import styles from './wallPictures.module.css'

type Own = { point: string | null; stream: MediaStream | null; screen: MediaStream | null }
type Props = {
  session: BridgeView
  /** By point id, as they arrive on this page. */
  remotes: ReadonlyMap<string, Remote>
  /** A page that sits in the session itself has its own picture from itself, and a shared screen beside the picture. */
  own?: Own
  /** Names below the pictures of a grid. */
  named?: boolean
}

/** The pictures of the wall in its layout: on the wall itself, and small on the operator's page. */
export function WallPictures({ session, remotes, own, named = false }: Props) {
  const language = useLanguage()
  const { kind } = session.room.wall
  const { wall } = session
  const streamOf = (id: string) => {
    const remote = remotes.get(id)
    if (kind === 'share' && own)
      return own.point === id
        ? { stream: own.screen, attach: undefined }
        : { stream: remote?.screen ?? null, attach: remote?.attachScreen }
    if (own?.point === id) return { stream: own.stream, attach: undefined }
    return { stream: remote?.stream ?? null, attach: remote?.attach }
  }
  const nameOf = (id: string) => session.points.find((p) => p.id === id)?.name[language] ?? ''
  const picture = (id: string, className?: string) => (
    <Picture {...streamOf(id)} muted label={nameOf(id)} point={id} className={className} />
  )
  const [first, second] = wall
  if (kind === 'grid')
    return (
      <div className={styles.grid} data-columns={gridColumns(wall.length)} data-wall-pictures={kind}>
        {wall.map((id) => (
          <figure key={id}>
            {picture(id)}
            {named && <figcaption>{nameOf(id)}</figcaption>}
          </figure>
        ))}
      </div>
    )
  return (
    <div className={styles.one} data-wall-pictures={kind}>
      {first && picture(first, kind === 'share' ? styles.whole : styles.large)}
      {kind === 'pip' && second && <div className={styles.corner}>{picture(second)}</div>}
    </div>
  )
}
