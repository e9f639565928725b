import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import type { SectionView } from '../../../shared/api/catalogue.ts'
import { CONNECTION_STATES, type ConnectionState } from '../../../shared/vocabulary.ts'
import { api, useMe } from '../../api/index.ts'
import { LogPart, useSpokenOf } from '../../duty/index.ts'
import { useBoard, useClock, useViewClock } from '../../live/index.ts'
import { isTextOrNull, useInStep } from '../../step/index.ts'
import { useLanguage, useNamed, usePalette } from '../../ui/index.ts'
import { DeskAlarms } from '../alarms/DeskAlarms.tsx'
import { Attention } from './Attention.tsx'
import { Board } from './Board.tsx'
import { BoardExport } from './BoardExport.tsx'
import { BoardFilters } from './BoardFilters.tsx'
import { type BoardColumn, type BoardSort, countStates, FIRST_SORT } from './boardOrder.ts'
import { ConnectionPanel } from './ConnectionPanel.tsx'
import { Coverage } from './Coverage.tsx'
import { DeskKeys } from './DeskKeys.tsx'
import styles from './desk.module.css'
import { MapPart } from './MapPart.tsx'
import panel from './panel.module.css'
import type { ScreenTask } from './ScreenDialog.tsx'
import { Screens } from './Screens.tsx'
import { Sessions } from './Sessions.tsx'
import { StartSession } from './StartSession.tsx'
import foot from './side.module.css'
import { useBoardRows } from './useBoardRows.ts'
import { useDeskKeys } from './useDeskKeys.ts'

const isText = (v: unknown): v is string => typeof v === 'string'
const isStateOrNull = (v: unknown): v is ConnectionState | null =>
  v === null || CONNECTION_STATES.some((s) => s === v)
const isSort = (v: unknown): v is BoardSort =>
  typeof v === 'object' && v !== null && 'column' in v && 'descending' in v

/** The duty officer's desk: what is down and since when, who took it, what the walls show. */
export default function DeskPage() {
  const { t } = useTranslation('desk')
  const language = useLanguage()
  const palette = usePalette()
  const go = useNavigate()
  const me = useMe()
  const now = useViewClock()
  const board = useBoard()
  const live = useClock().mode === 'live'
  const [state, setState] = useState<ConnectionState | null>(null)
  const [text, setText] = useState('')
  const filter = useMemo(() => ({ state, text }), [state, text])
  const [sort, setSort] = useState<BoardSort>(FIRST_SORT)
  const shown = useBoardRows(board.rows, filter, sort, language)
  const [current, setCurrent] = useState<string | null>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const [screenTask, setScreenTask] = useState<ScreenTask | null>(null)
  /** The unit that a new session begins with; empty = none yet. */
  const [starting, setStarting] = useState<string | null>(null)
  const sections = useQuery({
    queryKey: ['sections'],
    queryFn: () => api.get<SectionView[]>('/api/sections'),
  })
  const states = countStates(board.rows)
  // What was in the past cannot be acted on; only the present can.
  const mayAct = live && me.can('acknowledge', 'Attention')
  const mayScreens = live && me.can('approve', 'Screen')
  const mayStart = live && me.can('create', 'Bridge')

  const open = (id: string) => {
    setCurrent(id)
    setOpened(id)
  }
  const sortBy = (column: BoardColumn) =>
    setSort((s) => ({ column, descending: s.column === column ? !s.descending : false }))
  useDeskKeys({
    rows: shown.rows,
    current,
    onCurrent: setCurrent,
    onOpen: open,
    onClose: () => setOpened(null),
    onSort: () => sortBy(sort.column),
    onState: (n) => setState(n === 0 ? null : (states[n - 1]?.state ?? null)),
    onSession: () => mayStart && setStarting(''),
    maySession: mayStart,
    mayLog: me.can('create', 'Duty'),
    onTouch: shown.touched,
  })
  const row = board.rows.find((r) => r.id === opened)
  const [params] = useSearchParams()
  /** A window of its own for one pane; null = the whole desk. */
  const pane = params.get('pane')
  const own = { named: useNamed('connection', open) !== null }
  useInStep('opened', opened, isTextOrNull, setOpened, own)
  useInStep('current', current, isTextOrNull, setCurrent, own)
  useInStep('find', text, isText, setText)
  useInStep('state', state, isStateOrNull, setState)
  useInStep('sort', sort, isSort, setSort)
  useSpokenOf(row ? { about: { kind: 'connection', id: row.id }, name: row.name[language] } : null)

  return (
    <div className={styles.desk} data-only={pane ?? undefined}>
      {pane === 'map' && (
        <MapPart
          rows={board.rows}
          attention={board.attention}
          opened={row}
          palette={palette}
          language={language}
          title={t('map.title')}
          onPick={(code) => setText(board.rows.find((r) => r.agency === code)?.agencyName[language] ?? '')}
        />
      )}
      <section className={styles.left} data-pane="board" tabIndex={-1}>
        <BoardFilters
          total={board.rows.length}
          states={states}
          state={state}
          text={text}
          moved={shown.moved}
          onState={setState}
          onText={setText}
          onResort={shown.resort}
        >
          {shown.rows.length > 0 && <BoardExport rows={shown.rows} language={language} />}
        </BoardFilters>
        {board.status === 'open' && shown.rows.length > 0 ? (
          <Board
            rows={shown.rows}
            language={language}
            now={now}
            sort={sort}
            onSort={sortBy}
            current={current}
            opened={opened}
            onOpen={open}
            onTouch={shown.touched}
          />
        ) : (
          <p className={styles.empty}>
            {board.status === 'opening'
              ? t('board.opening')
              : board.status === 'refused'
                ? (board.error?.message[language] ?? t('board.refused'))
                : board.rows.length
                  ? t('board.nothingFound')
                  : t('board.empty')}
          </p>
        )}
        {!live && <p className={styles.present}>{t('presentBelow')}</p>}
      </section>
      <div className={styles.foot}>
        <Screens
          rows={board.screens}
          language={language}
          now={now}
          mayApprove={mayScreens}
          asking={screenTask}
          onAsk={setScreenTask}
        />
        <Coverage sections={sections.data ?? []} language={language} />
        <LogPart language={language} now={now} className={foot.pane ?? ''} />
        <Sessions language={language} now={now} mayStart={mayStart} onStart={() => setStarting('')} />
      </div>
      <section className={styles.right}>
        {live ? (
          <DeskAlarms
            causes={board.attention}
            connections={board.rows}
            language={language}
            now={now}
            mayAcknowledge={mayAct}
            onCall={mayStart ? setStarting : null}
            onConnection={open}
          />
        ) : (
          <Attention
            rows={board.attention}
            connections={board.rows}
            language={language}
            now={now}
            onOpen={(alert) => {
              if (alert.kind === 'connection') open(alert.subject)
              if (alert.kind === 'directive') go(`/directives?id=${alert.subject}`)
            }}
          />
        )}
        {row ? (
          <ConnectionPanel
            key={row.id}
            row={row}
            language={language}
            now={now}
            onClose={() => setOpened(null)}
          />
        ) : (
          <p className={panel.hint}>{t('panel.hint')}</p>
        )}
      </section>
      <DeskKeys now={now} />
      {starting !== null && (
        <StartSession
          language={language}
          palette={palette}
          first={starting || undefined}
          onClose={() => setStarting(null)}
        />
      )}
    </div>
  )
}
