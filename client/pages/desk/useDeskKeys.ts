import { useTranslation } from 'react-i18next'
import type { BoardRow } from '../../../shared/live.ts'
import { type Command, useCommands } from '../../commands/index.ts'
import { openDuty } from '../../duty/index.ts'

type Desk = {
  rows: readonly BoardRow[]
  current: string | null
  onCurrent(id: string): void
  onOpen(id: string): void
  onClose(): void
  onSort(): void
  /** 0 = all, 1 to 9 = the n-th state of the filter row. */
  onState(n: number): void
  onSession(): void
  maySession: boolean
  mayLog: boolean
  onTouch(): void
}

const panes = () => [...document.querySelectorAll<HTMLElement>('[data-pane]')]

/** Moves the focus to the next pane; F6 with Shift goes back. */
function nextPane(step: number): void {
  const all = panes()
  // The innermost: one pane may lie in another.
  const at = all.findLastIndex((p) => p.contains(document.activeElement))
  all.at((at + step + all.length) % all.length)?.focus()
}

/** What can be done on the desk, by key and by palette; the foot of the desk and the map of keys are the same list. */
export function useDeskKeys(desk: Desk): void {
  const { t } = useTranslation('desk')
  const { rows, current } = desk
  const at = rows.findIndex((r) => r.id === current)
  const move = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    desk.onTouch()
    if (row) desk.onCurrent(row.id)
  }
  const group = t('keys.group')
  const key = (word: string, keys: string[], run: (e?: KeyboardEvent) => void): Command => ({
    ...{ id: `desk.${word}`, title: t(`keys.title.${word}`), group, keys, run },
  })
  /** The pane of alerts has keys of its own while it has the focus. */
  const onBoard = { when: () => document.activeElement?.closest('[data-pane="attention"]') == null }
  const foot = (word: string) => ({ foot: t(`keys.${word}`) })
  useCommands([
    { ...key('move', ['j', 'down'], () => move(at + 1)), ...onBoard, keyOnly: true },
    {
      ...key('moveUp', ['k', 'up'], () => move(at < 0 ? 0 : at - 1)),
      ...onBoard,
      keyOnly: true,
      ...foot('move'),
    },
    {
      ...key('open', ['enter'], () => current && desk.onOpen(current)),
      ...{ ...onBoard, keyOnly: true, enabled: current !== null, ...foot('open') },
    },
    { ...key('close', ['esc'], () => desk.onClose()), keyOnly: true, ...foot('close') },
    {
      ...key('acknowledge', ['a'], () => document.querySelector<HTMLElement>('[data-acknowledge]')?.click()),
      ...onBoard,
      ...foot('acknowledge'),
    },
    { ...key('sort', ['s'], () => desk.onSort()), ...onBoard, ...foot('sort') },
    {
      ...key('filter', [...'1234567890'], (e) => desk.onState(Number(e?.key ?? 0))),
      ...{ keyOnly: true, ...foot('filter') },
    },
    {
      ...key('search', ['/'], () =>
        document.querySelector<HTMLInputElement>('[name="board-search"]')?.focus(),
      ),
      ...onBoard,
      ...foot('search'),
    },
    { ...key('session', ['v'], () => desk.onSession()), enabled: desk.maySession, ...foot('session') },
    { ...key('log', ['n'], () => openDuty('log')), enabled: desk.mayLog, ...foot('log') },
    { ...key('pane', ['f6'], () => nextPane(1)), typing: true, keyOnly: true, ...foot('pane') },
    { ...key('paneBack', ['shift+f6'], () => nextPane(-1)), typing: true, keyOnly: true },
  ])
}
