import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultsOf } from '../../../shared/screen-fault.ts'
import type { CommandAnswer, WallView } from '../../../shared/wall.ts'
import { useMe } from '../../api/index.ts'
import { type Command, useCommands } from '../../commands/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, useNamed } from '../../ui/index.ts'
import { Acts } from './Acts.tsx'
import { Minding, type Task } from './Minding.tsx'
import { Proof } from './Proof.tsx'
import panel from './panel.module.css'
import { ScreenPanel } from './ScreenPanel.tsx'
import { ScreenTile } from './ScreenTile.tsx'
import styles from './screens.module.css'
import { TogetherActs } from './TogetherActs.tsx'
import tiles from './tiles.module.css'
import { useScreens, useWalls } from './useScreens.ts'
import { WallEditor } from './WallEditor.tsx'
import { WallGrid } from './WallGrid.tsx'

/** Every screen as it is, the walls they stand in, what each can be told, and what each has shown. */
export default function ScreensPage() {
  const { t } = useTranslation('screens')
  const me = useMe()
  const minds = me.can('approve', 'Screen')
  const { status, screens, turns } = useScreens()
  const walls = useWalls()
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
    // A group whose screens all stand in walls is there too: it can be told something.
    const found = new Map<string, typeof alone>()
    for (const s of screens) if (s.group) found.set(s.group, [])
    for (const s of alone) found.set(s.group ?? '', [...(found.get(s.group ?? '') ?? []), s])
    return [...found].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, 'vi')))
  }, [alone, screens])
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
  if (status === 'opening') return <p className={styles.none}>{t('opening')}</p>
  if (status === 'refused') return <p className={styles.none}>{t('refused')}</p>
  const faults = screens.map((s) => faultsOf(s, now))
  const up = faults.filter((f) => !f.includes('lost') && !f.includes('silent')).length
  const wanting = faults.filter((f) => f.length > 0).length
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
        {screens.length === 0 && (
          <p className={styles.none}>
            {t('none')} <a href="/loader.html">{t('loader')}</a>
          </p>
        )}
        {proving && <Proof walls={walls} initial={chosen} />}
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
          />
        ))}
        {groups.map(([group, list]) => (
          <section key={group} className={styles.group} data-group={group}>
            <h2>{group || t('ungrouped')}</h2>
            {minds && group && (
              <TogetherActs
                name={group}
                target={{ kind: 'group', name: group }}
                screens={screens.filter((s) => s.group === group)}
              />
            )}
            {list.length === 0 && <p className={styles.none}>{t('groupInWalls')}</p>}
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
            {t(minds ? 'keys' : 'keysLook')} <a href="/loader.html">{t('loader')}</a>
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
