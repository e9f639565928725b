import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView, SectionView } from '../../../shared/api/catalogue.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Freshness } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { describeScreen, type LiveView, useCells, useCounts, useView } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { EventLine } from './EventLine.tsx'
import { Header } from './Header.tsx'
import { Heartbeat } from './Heartbeat.tsx'
import { Hero } from './Hero.tsx'
import { MapPane } from './MapPane.tsx'
import { NumberRow } from './NumberRow.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import { columnsOn, mapIndicator, pagesOf, ROWS } from './plan.ts'
import { sectionStore } from './section.ts'
import { type SectionSteering, useTurning } from './useTurning.ts'
import styles from './wall.module.css'

/** The seven sections in turn, or one of them, page by page. */
export function Sections({
  u,
  session,
  resting,
  steering,
  only,
  aspect,
}: {
  u: number
  /** Width / height: a wide wall holds more rows at once. */
  aspect: number
  session: BridgeView | null
  resting: boolean
  steering: SectionSteering
  /** One section alone; null: all of them. */
  only: number | null
}) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const sectionList = useQuery({
    queryKey: ['sections'],
    queryFn: () => api.get<SectionView[]>('/api/sections'),
    staleTime: 600_000,
  })
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
    staleTime: 600_000,
  })
  const sections = useMemo(
    () =>
      (sectionList.data ?? []).map((s) => ({ no: s.no, name: s.short[language], long: s.name[language] })),
    [sectionList.data, language],
  )
  const numbers = useMemo(
    () => sections.map((s) => s.no).filter((no) => only === null || no === only),
    [sections, only],
  )
  const [count, setCount] = useState(0)
  const turning = useTurning(numbers, count, sections.length > 0 && !resting, steering, only)
  const view = useView(sections.length ? { kind: 'section', section: turning.section } : null)
  const most = columnsOn(aspect)
  const pages = usePages(view, ROWS * most)
  useEffect(() => setCount(pages.length), [pages.length])
  const page = pages[turning.page % Math.max(1, pages.length)] ?? null
  const byProvince = useMemo(
    () => (indicators.data ?? []).filter((i) => i.level === 'province' && i.basis !== 'support'),
    [indicators.data],
  )
  const suppliedCodes = useSupplied()
  const indicator = mapIndicator(page, turning.section, byProvince, (code) => suppliedCodes.has(code))
  const [hero, ...rows] = page?.items ?? []
  const columns = Math.max(1, Math.min(most, Math.ceil(rows.length / ROWS)))
  const each = Math.ceil(rows.length / columns)
  useEffect(() => {
    describeScreen({
      scene: `${turning.section}.${turning.page + 1}${turning.held ? ' ■' : ''}`,
      width: Math.round(innerWidth * devicePixelRatio),
      height: Math.round(innerHeight * devicePixelRatio),
    })
  }, [turning.section, turning.page, turning.held])
  const settled = turning.held || !steering.held
  const { section, page: turn } = turning
  useEffect(
    () => sectionStore.setState({ turn: settled ? { section, page: turn } : null }),
    [section, turn, settled],
  )
  useEffect(() => () => sectionStore.setState({ turn: null }), [])
  return (
    <main
      className={styles.wall}
      data-scene="section"
      data-page={turning.page + 1}
      data-pages={pages.length}
      data-columns={most > 1 ? columns : undefined}
    >
      <PartBoundary name="head" area="head" of={turning.section}>
        <Header turning={turning} sections={sections} />
      </PartBoundary>
      {hero ? (
        <PartBoundary key={hero.meta.series} name="hero" area="hero">
          <Hero view={view} index={hero.index} meta={hero.meta} u={u} />
        </PartBoundary>
      ) : (
        <p className={styles.empty}>{view.status === 'open' ? t('empty') : t('opening')}</p>
      )}
      <PartBoundary name="map" area="map" of={indicator}>
        <MapPane indicator={indicator} session={session} u={u} />
      </PartBoundary>
      <div className={styles.rows}>
        {Array.from({ length: columns }, (_, n) => (
          <div key={n}>
            {rows.slice(n * each, (n + 1) * each).map((item) => (
              <PartBoundary key={item.meta.series} name={`row ${item.meta.indicator}@${item.meta.unit}`}>
                <NumberRow view={view} index={item.index} meta={item.meta} u={u} />
              </PartBoundary>
            ))}
          </div>
        ))}
      </div>
      <PartBoundary name="connections" area="beat" of={turning.section}>
        <Heartbeat u={u} />
      </PartBoundary>
      <PartBoundary name="event" area="event" of={turning.section}>
        <EventLine />
      </PartBoundary>
    </main>
  )
}

/** The section's pages. They change only when a number comes or goes, not with every value. */
function usePages(view: LiveView, rows: number) {
  const cells = useCells(view)
  const there = cells.map((c) => (c && c.freshness !== 'never' ? '1' : '0')).join('')
  return useMemo(
    () => pagesOf(view.cells, (index): Freshness => (there[index] === '1' ? 'fresh' : 'never'), rows),
    [view.cells, there, rows],
  )
}

function useSupplied(): ReadonlySet<string> {
  const { counts } = useCounts()
  const { data } = useQuery({
    queryKey: ['coverage', counts?.supplied],
    queryFn: () => api.get<{ indicators: string[] }>('/api/coverage'),
    staleTime: 300_000,
    gcTime: 300_000,
    placeholderData: (before) => before,
  })
  return useMemo(() => new Set(data?.indicators ?? []), [data])
}
