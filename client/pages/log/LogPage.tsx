import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import { LOG_GROUPS } from '../../../shared/log.ts'
import { api, useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { LogLine, openDuty, useShift } from '../../duty/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useCounts, useServerClock, useSignal } from '../../live/index.ts'
import { Button, DayField, Problem, SearchField, useLanguage } from '../../ui/index.ts'
import { CorrectDialog } from './CorrectDialog.tsx'
import styles from './log.module.css'
import { logSheet } from './logSheet.ts'
import { useHeldPlace } from './useHeldPlace.ts'

const PAGE = 200
const GROUPS = ['', 'people', 'system', ...Object.keys(LOG_GROUPS).filter((g) => g !== 'people')]

/** The shift log: all of it, searched by words without marks, by kind, position and day. */
export default function LogPage() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const me = useMe()
  const now = useServerClock()
  const shift = useShift()
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [sought, setSought] = useState<number | null>(null)
  const [correcting, setCorrecting] = useState<LogEntryView | null>(null)
  const { counts } = useCounts() // the feed that tells of changes
  useSignal('log', () => void queries.invalidateQueries({ queryKey: ['log'] }))
  const asked = new URLSearchParams([...params].filter(([, v]) => v)).toString()
  const set = (key: string, value: string) => {
    const all = new Map([...params])
    all.set(key, value)
    setParams(Object.fromEntries([...all].filter(([, v]) => v)), { replace: true })
  }
  const log = useInfiniteQuery({
    queryKey: ['log', 'page', asked],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      api.get<LogEntryView[]>(`/api/log?limit=${PAGE}&${asked}${pageParam ? `&before=${pageParam}` : ''}`),
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
  })
  const entries = log.data?.pages.flat() ?? []
  const list = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current,
    estimateSize: () => 34,
    overscan: 20,
    getItemKey: (i) => entries[i]?.id ?? i,
  })
  useHeldPlace(list, rows, entries)
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = log
  useEffect(() => {
    if (last > entries.length - 40 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [last, entries.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  useCommands([
    {
      ...{ id: 'log.new', title: t('log.write'), group: t('log.title'), keys: ['n'], foot: t('log.short') },
      ...{ enabled: me.can('create', 'Duty'), run: () => openDuty('log') },
    },
    {
      ...{ id: 'log.search', title: t('log.search'), group: t('log.title'), keys: ['/'], keyOnly: true },
      run: () => document.querySelector<HTMLInputElement>('[name="log-search"]')?.focus(),
    },
  ])
  const chief = shift?.positions.find((p) => p.position.chief)?.position.id ?? ''
  const mayCorrect = (e: LogEntryView) => e.mine || shift?.mine.includes(chief) === true
  // An entry that another one names may be further down, or not among what was searched for.
  useEffect(() => {
    if (sought === null || log.isFetching) return
    const at = entries.findIndex((e) => e.id === sought)
    if (at >= 0) rows.scrollToIndex(at, { align: 'center' })
    else if (log.isError) return setSought(null)
    else if (hasNextPage && (entries.at(-1)?.id ?? 0) > sought) return void fetchNextPage()
    else if (asked) return setParams({}, { replace: true })
    setSought(null)
  }, [sought, log.isFetching, log.isError, entries, rows, hasNextPage, fetchNextPage, asked, setParams])
  return (
    <div className={styles.page} data-page="log">
      <header className={styles.bar}>
        <h1>{t('log.title')}</h1>
        <SearchField
          name="log-search"
          value={params.get('text') ?? ''}
          placeholder={t('log.search')}
          aria-label={t('log.search')}
          onChange={(text) => set('text', text)}
        />
        <select
          value={params.get('group') ?? ''}
          aria-label={t('log.which')}
          onChange={(e) => set('group', e.target.value)}
        >
          {GROUPS.map((g) => (
            <option key={g} value={g}>
              {t(`log.group.${g || 'all'}`)}
            </option>
          ))}
        </select>
        <select
          value={params.get('position') ?? ''}
          aria-label={t('col.position')}
          onChange={(e) => set('position', e.target.value)}
        >
          <option value="">{t('log.allPositions')}</option>
          {shift?.positions.map((p) => (
            <option key={p.position.id} value={p.position.id}>
              {p.position.name[language]}
            </option>
          ))}
        </select>
        <DayField
          value={params.get('day') ?? ''}
          aria-label={t('log.day')}
          onChange={(day) => set('day', day)}
        />
        <select
          value={params.get('no') ?? ''}
          aria-label={t('log.shiftNo')}
          onChange={(e) => set('no', e.target.value)}
        >
          <option value="">{t('log.allShifts')}</option>
          {[1, 2, 3, 4, 5, 6].map((n) => (
            <option key={n} value={n}>
              {t('shift', { no: n })}
            </option>
          ))}
        </select>
        <ExportMenu
          of={t('log.title')}
          about={() => ({
            ...{ title: t('log.title'), name: 'so-truc', source: t('log.source'), measure: null },
            ...{ asOf: t('log.asShown'), simulated: counts?.simulated ?? false },
          })}
          sheet={() => logSheet(entries, language, (key) => t(key))}
          picture={() => list.current}
          links={[{ label: t('log.allCsv'), href: `/api/log.csv?${asked}` }]}
        />
        {me.can('create', 'Duty') && (
          <Button primary onClick={() => openDuty('log')}>
            {t('log.short')} <kbd>N</kbd>
          </Button>
        )}
      </header>
      <Problem error={log.error} />
      {log.isSuccess && entries.length === 0 && <p className={styles.none}>{t('log.nothing')}</p>}
      <div ref={list} className={styles.list}>
        <div className={styles.all} ref={(el) => el?.style.setProperty('height', `${rows.getTotalSize()}px`)}>
          {shown.map((item) => {
            const e = entries[item.index]
            return (
              e && (
                <div
                  key={item.key}
                  data-index={item.index}
                  className={styles.row}
                  ref={(el) => {
                    el?.style.setProperty('transform', `translateY(${item.start}px)`)
                    rows.measureElement(el)
                  }}
                >
                  <LogLine
                    entry={e}
                    now={now}
                    language={language}
                    full
                    onGo={setSought}
                    onCorrect={mayCorrect(e) ? setCorrecting : undefined}
                  />
                </div>
              )
            )
          })}
        </div>
      </div>
      {correcting && <CorrectDialog entry={correcting} onClose={() => setCorrecting(null)} />}
    </div>
  )
}
