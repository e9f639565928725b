import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultsOf } from '../../../shared/screen-fault.ts'
import type { CommandAnswer, ScreenCommand, WallView } from '../../../shared/wall.ts'
import { api, useMe } from '../../api/index.ts'
import { type Command, useCommands } from '../../commands/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, Problem, useNamed } from '../../ui/index.ts'
import { Acts } from './Acts.tsx'
import { Minding, type Task } from './Minding.tsx'
import { Proof } from './Proof.tsx'
import panel from './panel.module.css'
import { ScreenPanel } from './ScreenPanel.tsx'
import { ScreenTile } from './ScreenTile.tsx'
import styles from './screens.module.css'
import tiles from './tiles.module.css'
import { useScreens, useWalls } from './useScreens.ts'
import { WallEditor } from './WallEditor.tsx'
import { WallGrid } from './WallGrid.tsx'

const IDENTIFY_SECONDS = 20
const COMMANDS: Record<'identify' | 'test-on' | 'test-off', ScreenCommand> = {
  identify: { do: 'identify', seconds: IDENTIFY_SECONDS },
  'test-on': { do: 'test-picture', on: true },
  'test-off': { do: 'test-picture', on: false },
}

/** Every screen as it is, the walls they stand in, what each can be told, and what each has shown. */
export default function ScreensPage() {
  const { t } = useTranslation('screens')
  const me = useMe()
  const minds = me.can('approve', 'Screen')
  const { status, screens, turns } = useScreens()
  const walls = useWalls()
  const queries = useQueryClient()
  const now = useServerClock()
  const [chosen, setChosen] = useState<number | null>(null)
  useNamed('screen', (id) => setChosen(Number(id)))
  const [editing, setEditing] = useState<WallView | 'new' | null>(null)
  const [proving, setProving] = useState(false)
  const [task, setTask] = useState<Task | null>(null)
  const [answer, setAnswer] = useState<CommandAnswer | null>(null)
  const inWalls = useMemo(() => new Set(walls.flatMap((w) => w.geometry.cells.map((c) => c.screen))), [walls])
  const alone = screens.filter((s) => !inWalls.has(s.id))
  const groups = useMemo(() => {
    const found = new Map<string, typeof alone>()
    for (const s of alone) found.set(s.group ?? '', [...(found.get(s.group ?? '') ?? []), s])
    return [...found].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, 'vi')))
  }, [alone])
  const order = [
    ...walls.flatMap((w) => w.geometry.cells.map((c) => c.screen)),
    ...groups.flatMap(([, list]) => list.map((s) => s.id)),
  ].filter((id) => screens.some((s) => s.id === id))
  const selected = screens.find((s) => s.id === chosen) ?? null
  const step = (by: number) => {
    const at = chosen === null ? -1 : order.indexOf(chosen)
    const next = order[(at + by + order.length) % order.length]
    if (next !== undefined) setChosen(next)
  }
  const key = (word: string, keys: string[], run: () => void): Command => ({
    ...{ id: `screens.${word}`, title: t(`palette:does.screen.${word}`), group: t('palette:group.screens') },
    ...{ keys, run },
  })
  useCommands([
    { ...key('next', ['right', 'j'], () => step(1)), keyOnly: true },
    { ...key('previous', ['left', 'k'], () => step(-1)), keyOnly: true },
    key('proof', ['p'], () => setProving((on) => !on)),
    { ...key('approve', ['a'], () => setTask({ kind: 'approve' })), enabled: minds },
  ])
  const together = useMutation({
    mutationFn: ({ wall, what }: { wall: WallView; what: keyof typeof COMMANDS }) =>
      api.post<CommandAnswer[]>('/api/screens/command', {
        screens: wall.geometry.cells.map((c) => c.screen),
        command: COMMANDS[what],
      }),
    onSuccess: (answers) => {
      const worst = answers.find((a) => a.end !== 'done') ?? answers[0]
      if (worst) setAnswer(worst)
      void queries.invalidateQueries({ queryKey: ['screen-commands'] })
    },
  })
  if (status === 'opening') return <p className={styles.none}>{t('opening')}</p>
  if (status === 'refused') return <p className={styles.none}>{t('refused')}</p>
  const up = screens.filter((s) => s.connected).length
  const wanting = screens.filter((s) => faultsOf(s, now).length > 0).length
  return (
    <div className={styles.page} data-page="screens">
      <div className={styles.main}>
        <header className={styles.head}>
          <h1>{t('title')}</h1>
          <span data-metric="screens-up">{t('summary', { up, total: screens.length })}</span>
          {wanting > 0 && <span data-tone="amber">{t('wanting', { count: wanting })}</span>}
          <span className={styles.acts}>
            <Button onClick={() => setProving((on) => !on)} aria-pressed={proving} data-act="proof">
              {t('proof.open')} <kbd>P</kbd>
            </Button>
            {minds && (
              <>
                <Button onClick={() => setEditing('new')} data-act="new-wall">
                  {t('wall.new')}
                </Button>
                <Button primary onClick={() => setTask({ kind: 'approve' })} data-act="approve">
                  {t('approve')} <kbd>A</kbd>
                </Button>
              </>
            )}
          </span>
        </header>
        <Problem error={together.error} />
        {screens.length === 0 && (
          <p className={styles.none}>
            {t('none')} <a href="/loader.html">{t('loader')}</a>
          </p>
        )}
        {proving && screens.length > 0 && <Proof screens={screens} initial={chosen} />}
        {walls.map((wall) => (
          <WallGrid
            key={wall.id}
            wall={wall}
            screens={screens}
            turns={turns}
            minds={minds}
            selected={chosen}
            onSelect={setChosen}
            onEdit={() => setEditing(wall)}
            onTell={(what) => together.mutate({ wall, what })}
          />
        ))}
        {groups.map(([group, list]) => (
          <section key={group} className={styles.group} data-group={group}>
            <h2>{group || t('ungrouped')}</h2>
            <div className={tiles.tiles}>
              {list.map((s) => (
                <ScreenTile
                  key={s.id}
                  screen={s}
                  selected={chosen === s.id}
                  onSelect={() => setChosen(s.id)}
                />
              ))}
            </div>
          </section>
        ))}
        {screens.length > 0 && (
          <p className={panel.foot}>
            {t('keys')} <a href="/loader.html">{t('loader')}</a>
          </p>
        )}
      </div>
      {selected && (
        <ScreenPanel screen={selected} walls={walls} minds={minds} answer={answer}>
          {minds && (
            <>
              <Acts key={selected.id} screen={selected} onAnswer={setAnswer} />
              <div className={panel.actList}>
                {(['rename', 'group', 'repair', 'revoke'] as const).map((kind) => (
                  <Button key={kind} data-act={kind} onClick={() => setTask({ kind, screen: selected })}>
                    {t(`mind.${kind}`)}
                  </Button>
                ))}
              </div>
            </>
          )}
        </ScreenPanel>
      )}
      {editing && (
        <WallEditor
          wall={editing === 'new' ? null : editing}
          screens={screens}
          onClose={() => setEditing(null)}
        />
      )}
      {task && <Minding task={task} onClose={() => setTask(null)} />}
    </div>
  )
}
