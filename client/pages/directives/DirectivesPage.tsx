import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { DirectiveBoard, DirectiveView } from '../../../shared/api/directives.ts'
import { dueBucket, OPEN_LISTED } from '../../../shared/directive.ts'
import { api, useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { useCounts, useServerClock, useSignal } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './board.module.css'
import { DirectiveCard } from './DirectiveCard.tsx'
import { DirectiveList } from './DirectiveList.tsx'
import { boardSheet, directiveSheet } from './directiveSheet.ts'
import { FourStates } from './FourStates.tsx'
import { firstOfAddress } from './firstOfAddress.ts'
import { ImportDocument } from './ImportDocument.tsx'
import { NewDirective } from './NewDirective.tsx'
import { inOrder } from './order.ts'
import { Ranking } from './Ranking.tsx'

/** Ages and numbers move while nobody acts. */
const AGAIN_MS = 15_000

/** What another page asked to be given here, once it is done with. */
const NO_GIVE = { give: '', indicator: '', unit: '', alert: '', from: '', value: '' }

const openOf = (list: readonly DirectiveView[]) =>
  list.filter((d) => d.published === 'openInTime' || d.published === 'openOverdue')

/** The list that holds what a row of the ranking counted. */
function whichOf(group: string, key: string, gives: boolean, which: string): string {
  if (group === 'due') return key === 'done' ? 'done' : 'open'
  return group !== 'addressee' && gives ? 'all' : which
}

/** Tasks given: who owes what, what is open of it, and one of them in full. */
export default function DirectivesPage() {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const me = useMe()
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [giving, setGiving] = useState(params.get('give') !== null)
  const [importing, setImporting] = useState(false)
  const pane = useRef<HTMLDivElement>(null)
  useCounts() // the feed that tells of changes
  useSignal('directives', () => void queries.invalidateQueries({ queryKey: ['directives'] }))
  const gives = me.can('manage', 'Directive')
  const which = params.get('which') ?? 'open'
  const addressee = params.get('addressee') ?? ''
  const session = params.get('session') ?? ''
  const document = params.get('document') ?? ''
  const due = params.get('due') ?? ''
  const up = params.get('up') === 'leader'
  const change = (next: Record<string, string>) => {
    const all = Object.entries({ ...Object.fromEntries(params), ...next }).filter(([, v]) => v)
    setParams(Object.fromEntries(all), { replace: true })
  }
  const asked = new URLSearchParams({
    which,
    ...(addressee ? { addressee } : {}),
    ...(session ? { session } : {}),
    ...(document ? { document } : {}),
  })
  const list = useQuery({
    queryKey: ['directives', 'list', asked.toString()],
    queryFn: () => api.get<DirectiveView[]>(`/api/directives?${asked}`),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  const board = useQuery({
    queryKey: ['directives', 'board'],
    queryFn: () => api.get<DirectiveBoard>('/api/directives/board'),
    refetchInterval: AGAIN_MS,
  })
  useCommands([
    {
      ...{
        id: 'directive.give',
        title: t('palette:does.directive.give'),
        group: t('palette:group.directives'),
      },
      ...{ keys: ['n'], enabled: gives, run: () => setGiving(true) },
    },
  ])
  const now = useServerClock()
  const rows = inOrder(list.data ?? []).filter(
    (d) =>
      (!due || (d.published !== null && dueBucket(d.due, d.published, now) === due)) &&
      (!up || d.escalated?.to === 'leader'),
  )
  const chosen = Number(params.get('id')) || rows[0]?.id
  const tabs = (['open', 'done', 'draft', 'all'] as const).filter(
    (w) => gives || (w !== 'draft' && w !== 'all'),
  )
  const closeGiving = () => {
    setGiving(false)
    change(NO_GIVE)
  }
  const word = (key: string) => t(key)
  const about = () => ({
    ...{ title: t('title'), name: t('title'), source: t('source'), measure: t('perRow') },
    asOf: dayAndClock(now),
    simulated: (list.data ?? []).some((d) => d.simulated),
  })
  const first = firstOfAddress(params)
  return (
    <div ref={pane} className={styles.page}>
      <aside className={styles.board}>
        <header>
          <h1>{t('title')}</h1>
          {gives && (
            <span className={styles.tools}>
              <Button onClick={() => setImporting(true)} data-action="import">
                {t('import.open')}
              </Button>
              <Button primary onClick={() => setGiving(true)}>
                {t('give')} <kbd>N</kbd>
              </Button>
            </span>
          )}
        </header>
        <Problem error={board.error} />
        {board.data && <FourStates counts={board.data.total} words />}
        {board.data && board.data.addressees.length > 0 && (
          <p className={styles.tools}>
            <ExportMenu
              of={t('ranking')}
              about={about}
              sheet={() => boardSheet(board.data, language, word)}
              picture={() => pane.current}
            />
          </p>
        )}
        {board.data && (
          <Ranking
            board={board.data}
            language={language}
            chosen={{ addressee, session, document, due }}
            onChoose={(group, key) =>
              change({
                ...{ addressee: '', session: '', document: '', due: '', [group]: key, id: '' },
                which: key ? whichOf(group, key, gives, which) : which,
              })
            }
          />
        )}
      </aside>
      <section className={styles.list}>
        <nav>
          {tabs.map((w) => (
            <button
              key={w}
              type="button"
              aria-pressed={w === which}
              onClick={() => change({ which: w, id: '' })}
            >
              {t(`which.${w}`)}
            </button>
          ))}
          {(board.data?.escalated ?? 0) > 0 && (
            <button
              type="button"
              aria-pressed={up}
              data-escalated={board.data?.escalated}
              onClick={() => change({ up: up ? '' : 'leader', id: '' })}
            >
              {t('which.escalated', { count: board.data?.escalated })}
            </button>
          )}
          {board.data && rows.length > 0 && (
            <ExportMenu
              of={t('title')}
              about={about}
              sheet={() => directiveSheet(rows, language, word)}
              picture={() => pane.current}
            />
          )}
        </nav>
        {(session || document || due) && (
          <p className={styles.filter} data-filter="">
            {document ||
              board.data?.sessions.find((s) => s.session === session)?.title ||
              (due && t(`bucket.${due}`))}
            <Button onClick={() => change({ session: '', document: '', due: '', id: '' })}>
              {t('allOfThem')}
            </Button>
          </p>
        )}
        {openOf(list.data ?? []).length >= OPEN_LISTED && (
          <p className={styles.filter}>{t('nearest', { count: OPEN_LISTED })}</p>
        )}
        <Problem error={list.error} />
        <DirectiveList
          rows={rows}
          language={language}
          chosen={chosen}
          none={list.isSuccess}
          onChoose={(id) => change({ id: String(id) })}
        />
      </section>
      {chosen ? <DirectiveCard key={chosen} id={chosen} /> : <p className={styles.none}>{t('choose')}</p>}
      {importing && (
        <ImportDocument
          onClose={() => setImporting(false)}
          onDone={(taken) => {
            setImporting(false)
            change({ which: 'all', document: taken, addressee: '', session: '', due: '', id: '' })
          }}
        />
      )}
      {giving && (
        <NewDirective
          first={{
            ...(addressee ? { addressees: [addressee] } : {}),
            ...(document ? { document } : {}),
            ...first,
          }}
          onClose={closeGiving}
          onMade={(made) => {
            setGiving(false)
            change({
              ...NO_GIVE,
              which: made[0]?.state === 'draft' ? 'draft' : 'open',
              id: String(made[0]?.id ?? ''),
            })
          }}
        />
      )}
    </div>
  )
}
