import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { type HealthView, isSettingsKind } from '../../../shared/api/connectors.ts'
import type { BoardRow } from '../../../shared/live.ts'
import { api, useMe } from '../../api/index.ts'
import styles from './panel.module.css'

// What few connections need is not part of the desk's first load.
const FetchState = lazy(() =>
  import('../admin/fetch/FetchState.tsx').then((m) => ({ default: m.FetchState })),
)
const DropFolder = lazy(() =>
  import('../admin/fetch/DropFolder.tsx').then((m) => ({ default: m.DropFolder })),
)
const LOOK = 2_000

/** How the getting at a source goes, for who minds the connections; the folder of a file drop for its own agency too. */
export function ConnectorState({ row }: { row: BoardRow }) {
  const { person, can } = useMe()
  const minds = person?.role === 'administrator' || person?.role === 'duty'
  const asked = minds && isSettingsKind(row.connector)
  const health = useQuery({
    queryKey: ['connection-health', row.id],
    queryFn: () => api.get<HealthView>(`/api/connections/${encodeURIComponent(row.id)}/health`),
    refetchInterval: LOOK,
    enabled: asked,
  })
  const folder = row.connector === 'file-drop' && can('import', 'File')
  if (!(asked && health.data) && !folder) return null
  return (
    <section className={styles.block} data-connector={row.connector}>
      <Suspense>
        {asked && health.data && <FetchState health={health.data} />}
        {folder && <DropFolder id={row.id} />}
      </Suspense>
    </section>
  )
}
