import { lazy, Suspense } from 'react'
import type { PartOf, Scene, ScenePart } from '../../shared/scene.ts'
import type { WallFeed } from '../bridge/index.ts'
import type { LiveView } from '../live/index.ts'
import { EventLine } from '../pages/wall/EventLine.tsx'
import { Heartbeat } from '../pages/wall/Heartbeat.tsx'
import { MapPane } from '../pages/wall/MapPane.tsx'
import { Sections } from '../pages/wall/Sections.tsx'
import { AlarmsPart } from './parts/AlarmsPart.tsx'
import { AlertsPart } from './parts/AlertsPart.tsx'
import { DirectivesPart } from './parts/DirectivesPart.tsx'
import { ChartPart, HeroPart, RowsPart } from './parts/figures.tsx'
import { ClockPart, ConnectionsCount, CoveragePart, Heading, TextPart } from './parts/frame.tsx'
import { Missing } from './parts/Missing.tsx'
import { RankingPart } from './parts/RankingPart.tsx'
import { RollPart } from './parts/RollPart.tsx'
import { TablePart } from './parts/TablePart.tsx'
import { TilesPart } from './parts/TilesPart.tsx'
import { WarnedPart } from './parts/WarnedPart.tsx'
import type { Steering } from './SceneStage.tsx'

const SpotlightPart = lazy(() => import('./parts/SpotlightPart.tsx'))

/** What every part is drawn with. `box` and `u` are in CSS pixels; `u` is already scaled to the part. */
export type Drawn<P extends ScenePart = ScenePart> = {
  part: P
  view: LiveView
  box: { w: number; h: number }
  u: number
  feed: WallFeed
}
type Props = Drawn & { scene: Scene; steering: Steering; resting: boolean }
export type PartProps<K extends ScenePart['kind']> = Drawn<PartOf<K>>

/** One part of a scene by its kind. */
export function Part(props: Props) {
  const { part, view, box, u, feed, scene, steering, resting } = props
  const drawn = { view, box, u, feed }
  switch (part.kind) {
    case 'sections':
      return (
        <Sections
          u={u}
          aspect={box.w / box.h}
          session={feed.session}
          resting={resting}
          steering={steering}
          only={part.section ?? null}
        />
      )
    case 'heading':
      return <Heading title={part.title ?? scene.title} />
    case 'coverage':
      return <CoveragePart />
    case 'connections':
      return part.look === 'beat' ? <Heartbeat u={u} /> : <ConnectionsCount />
    case 'clock':
      return <ClockPart />
    case 'map':
      return view.status === 'open' && !view.cells.some((m) => m.indicator === part.indicator) ? (
        <Missing code={part.indicator} view={view} />
      ) : (
        <MapPane indicator={part.indicator} session={feed.session} u={u} of={view} />
      )
    case 'hero':
      return <HeroPart {...drawn} part={part} />
    case 'rows':
      return <RowsPart {...drawn} part={part} />
    case 'tiles':
      return <TilesPart {...drawn} part={part} />
    case 'chart':
      return <ChartPart {...drawn} part={part} />
    case 'table':
      return <TablePart {...drawn} part={part} />
    case 'ranking':
      return <RankingPart {...drawn} part={part} />
    case 'alarms':
      return <AlarmsPart {...drawn} part={part} />
    case 'alerts':
      return <AlertsPart {...drawn} part={part} />
    case 'warned':
      return <WarnedPart {...drawn} part={part} />
    case 'directives':
      return <DirectivesPart {...drawn} part={part} />
    case 'spotlight':
      return (
        <Suspense fallback={null}>
          <SpotlightPart {...drawn} part={part} />
        </Suspense>
      )
    case 'roll':
      return <RollPart {...drawn} part={part} />
    case 'text':
      return <TextPart {...drawn} part={part} />
    case 'event':
      return <EventLine />
  }
}
