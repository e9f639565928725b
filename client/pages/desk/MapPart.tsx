import { lazy, Suspense } from 'react'
import type { AttentionRow, BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { MapPalette } from '../../map/palette.ts'
import styles from './desk.module.css'

const PickMap = lazy(() => import('./PickMap.tsx'))

type Props = {
  rows: readonly BoardRow[]
  attention: readonly AttentionRow[]
  opened: BoardRow | undefined
  palette: MapPalette
  language: Language
  title: string
  onPick(agency: string): void
}

/** Where the sources in trouble are: their provinces by name, the opened one marked; a province filters the board. */
export function MapPart({ rows, attention, opened, palette, language, title, onPick }: Props) {
  const troubled = new Set(attention.flatMap((a) => (a.kind === 'connection' ? [a.subject] : [])))
  const labels = new Map(
    rows.filter((r) => troubled.has(r.id)).map((r) => [r.agency, r.agencyName[language]] as const),
  )
  return (
    <section className={styles.map} data-pane="map" tabIndex={-1}>
      <Suspense fallback={null}>
        <PickMap
          palette={palette}
          title={title}
          selected={opened?.agency ?? null}
          labels={[...labels].map(([code, name]) => ({ code, name }))}
          onPick={onPick}
        />
      </Suspense>
    </section>
  )
}
