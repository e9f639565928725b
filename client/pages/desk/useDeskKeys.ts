import { useHotkeys } from 'react-hotkeys-hook'
import type { BoardRow } from '../../../shared/live.ts'

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

/** The keys of the desk. They rest while a person types or a dialog is open. */
export function useDeskKeys(desk: Desk): void {
  const { rows, current } = desk
  const at = rows.findIndex((r) => r.id === current)
  const move = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    desk.onTouch()
    if (row) desk.onCurrent(row.id)
  }
  const calm = () => document.querySelector('[role="dialog"]') === null
  const free = { enabled: calm, preventDefault: true }
  // The alarms' pane has keys of its own while it has the focus.
  const elsewhere = () => document.activeElement?.closest('[data-pane="attention"]') == null
  const board = { enabled: () => calm() && elsewhere(), preventDefault: true }
  useHotkeys('j, down', () => move(at + 1), board)
  useHotkeys('k, up', () => move(at < 0 ? 0 : at - 1), board)
  // Enter on a button or a link is that button's own.
  const onRow = () => !document.activeElement?.matches('button, a, summary')
  useHotkeys('enter', () => current && onRow() && desk.onOpen(current), { ...board, preventDefault: onRow })
  useHotkeys('escape', () => desk.onClose(), free)
  useHotkeys('s', () => desk.onSort(), board)
  useHotkeys('v', () => desk.onSession(), free)
  useHotkeys('0, 1, 2, 3, 4, 5, 6, 7, 8, 9', (e) => desk.onState(Number(e.key)), free)
  useHotkeys('slash', () => document.querySelector<HTMLInputElement>('[name="board-search"]')?.focus(), board)
  useHotkeys('a', () => document.querySelector<HTMLElement>('[data-acknowledge]')?.click(), board)
  useHotkeys('f6', () => nextPane(1), { ...free, enableOnFormTags: true })
  useHotkeys('shift+f6', () => nextPane(-1), { ...free, enableOnFormTags: true })
}
