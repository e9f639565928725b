import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView, SectionView } from '../../../shared/api/catalogue.ts'
import type { Freshness } from '../../../shared/vocabulary.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { useWallFeed } from '../../bridge/index.ts'
import {
  describeScreen,
  type LiveView,
  useCells,
  useCounts,
  useLink,
  useServerClock,
  useView,
} from '../../live/index.ts'
import { clockText, useLanguage } from '../../ui/index.ts'
import { EventLine } from './EventLine.tsx'
import { Header } from './Header.tsx'
import { Heartbeat } from './Heartbeat.tsx'
import { Hero } from './Hero.tsx'
import { MapPane } from './MapPane.tsx'
import { NumberRow } from './NumberRow.tsx'
import { mapIndicator, pagesOf } from './plan.ts'
import { useRenewal } from './useRenewal.ts'
import { useTurning } from './useTurning.ts'
import { useUnit } from './useUnit.ts'
import styles from './wall.module.css'

const WallSpotlight = lazy(() =>
  import('../session/WallSpotlight.tsx').then((m) => ({ default: m.WallSpotlight })),
)
const HOUR = 3_600_000
const NIGHT = { from: 22, to: 5.5 }

/** The whole wall: seven sections in turn, or the point that is spotlighted. Runs for days; nobody touches it. */
export function Wall() {
  const u = useUnit()
  const feed = useWallFeed()
  const spotlit = Boolean(feed.session?.spotlight)
  useRenewal()
  const now = useServerClock()
  const hour = ((((now + ZONE_OFFSET_MS) / HOUR) % 24) + 24) % 24
  const minute = Math.floor(now / 60_000)
  return (
    <div
      className={styles.screen}
      data-night={hour >= NIGHT.from || hour < NIGHT.to || undefined}
      data-drift={minute % 4}
    >
      <div className={styles.scene} hidden={spotlit}>
        <Sections u={u} session={feed.session} resting={spotlit} />
      </div>
      {spotlit && (
        <Suspense fallback={null}>
          <WallSpotlight feed={feed} u={u} />
        </Suspense>
      )}
      <Simulated />
      <NoLink />
    </div>
  )
}

function Sections({
  u,
  session,
  resting,
}: {
  u: number
  session: ReturnType<typeof useWallFeed>['session']
  resting: boolean
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
  const numbers = useMemo(() => sections.map((s) => s.no), [sections])
  const [count, setCount] = useState(0)
  const turning = useTurning(numbers, count, sections.length > 0 && !resting)
  const view = useView(sections.length ? { kind: 'section', section: turning.section } : null)
  const pages = usePages(view)
  useEffect(() => setCount(pages.length), [pages.length])
  const page = pages[Math.min(turning.page, pages.length - 1)] ?? null
  const byProvince = useMemo(
    () => (indicators.data ?? []).filter((i) => i.level === 'province' && i.basis !== 'support'),
    [indicators.data],
  )
  const suppliedCodes = useSupplied()
  const indicator = mapIndicator(page, turning.section, byProvince, (code) => suppliedCodes.has(code))
  const [hero, ...rows] = page?.items ?? []
  useEffect(() => {
    describeScreen({
      scene: `${turning.section}.${turning.page + 1}${turning.held ? ' ■' : ''}`,
      width: Math.round(innerWidth * devicePixelRatio),
      height: Math.round(innerHeight * devicePixelRatio),
    })
  }, [turning.section, turning.page, turning.held])
  return (
    <main className={styles.wall} data-scene="section" data-page={turning.page + 1} data-pages={pages.length}>
      <Header turning={turning} sections={sections} />
      {hero ? (
        <Hero key={`${hero.meta.series}`} view={view} index={hero.index} meta={hero.meta} u={u} />
      ) : (
        <p className={styles.empty}>{view.status === 'open' ? t('empty') : t('opening')}</p>
      )}
      <MapPane indicator={indicator} session={session} u={u} />
      <div className={styles.rows}>
        {rows.map((item) => (
          <NumberRow key={item.meta.series} view={view} index={item.index} meta={item.meta} u={u} />
        ))}
      </div>
      <Heartbeat u={u} />
      <EventLine />
    </main>
  )
}

/** The section's pages. They change only when a number comes or goes, not with every value. */
function usePages(view: LiveView) {
  const cells = useCells(view)
  const there = cells.map((c) => (c && c.freshness !== 'never' ? '1' : '0')).join('')
  return useMemo(
    () => pagesOf(view.cells, (index): Freshness => (there[index] === '1' ? 'fresh' : 'never')),
    [view.cells, there],
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

/** Simulated numbers say so on the whole screen, not in a corner. */
function Simulated() {
  const { t } = useTranslation('wall')
  const { counts } = useCounts()
  if (!counts?.simulated) return null
  return (
    <div className={styles.simulated} data-simulated="">
      <b>{t('simulated')}</b>
    </div>
  )
}

function NoLink() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const link = useLink()
  if (link.state === 'live') return null
  return (
    <p className={styles.noLink} data-link={link.state} role="status">
      {link.state === 'lost' ? t('noLinkSince', { time: clockText(link.since, language) }) : t('connecting')}
    </p>
  )
}
