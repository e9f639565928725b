import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { type Command, useCommands } from '../../commands/index.ts'
import type { AlarmAct } from './ActDialog.tsx'
import { follow } from './cursor.ts'
import { type AlarmFilter, type AlarmGroup, filterAlarms, isWaiting, keyOfLine, linesOf } from './order.ts'

export type ListAct = AlarmAct | 'gather'
/** What is being done to which: one alarm, or all that stand under one line, with that line's name. */
export type Acting = {
  act: ListAct
  alarms: readonly AlarmView[]
  group: AlarmGroup['name'] | null
}

/** The lines of a list, which is current, and what is being done to which. */
export function useAlarmList(byId: ReadonlyMap<number, AlarmView>, filter: AlarmFilter, language: Language) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [acting, setActing] = useState<Acting | null>(null)
  const rows = useMemo(() => filterAlarms(byId.values(), filter, language), [byId, filter, language])
  const lines = useMemo(() => linesOf(rows, opened), [rows, opened])
  const [cursor, setCursor] = useState({ lines, current: null as string | null, moved: 0 })
  if (cursor.lines !== lines) setCursor((c) => ({ ...c, lines, current: follow(c.lines, c.current, lines) }))
  const { current, moved } = cursor
  const setCurrent = (key: string) => setCursor((c) => ({ ...c, current: key, moved: c.moved + 1 }))
  const box = useRef<HTMLDivElement>(null)
  const line = lines.find((l) => keyOfLine(l) === current)
  // The focus is the list's, not a row's: a row that has it would take the Enter meant for the cursor's, and take the focus
  // along when it goes.
  const hold = () => box.current?.focus({ preventScroll: true })
  const act = (what: ListAct, alarm: AlarmView) => {
    hold()
    setActing({ act: what, alarms: [alarm], group: null })
  }
  /** The same to all of a group; acknowledged are those that want it. */
  const actOnAll = (what: 'acknowledge' | 'gather', { alarms, name }: AlarmGroup) => {
    const own = what === 'acknowledge' ? alarms.filter(isWaiting) : alarms
    if (!own.length) return
    hold()
    setActing({ act: what, alarms: own, group: name })
  }
  const toggle = (key: string) =>
    setOpened((s) => {
      const next = new Set(s)
      if (!next.delete(key)) next.add(key)
      return next
    })
  /** `moved` counts the person's own moves of the cursor: only those bring it into sight. */
  return {
    lines,
    rows,
    current,
    moved,
    setCurrent,
    line,
    toggle,
    acting,
    setActing,
    act,
    actOnAll,
    hold,
    box,
  }
}
type List = ReturnType<typeof useAlarmList>

/** The keys of a list of alarms, named once: the commands, the foot of the page and the map of keys read them. */
export const ALARM_KEYS = {
  move: ['j', 'down'],
  moveUp: ['k', 'up'],
  open: ['enter'],
  acknowledge: ['a'],
  shelve: ['s'],
  assign: ['p'],
  comment: ['c'],
  gather: ['i'],
  search: ['/'],
} as const
type Keyed = keyof typeof ALARM_KEYS
type Place = {
  /** Asked at each press: whether the list's keys are meant. */
  enabled(): boolean
  mayAct: boolean
  /** The list has a field for searching. */
  searched: boolean
  onOpen(alarm: AlarmView): void
}

/** What can be done with a list of alarms by key; the keys rest while a person types and in a dialog. */
export function useAlarmKeys(list: List, { enabled, mayAct, searched, onOpen }: Place): void {
  const { t } = useTranslation('alarms')
  const { lines, line, current } = list
  const at = lines.findIndex((l) => keyOfLine(l) === current)
  const move = (to: number) => {
    const next = lines[Math.min(Math.max(to, 0), lines.length - 1)]
    if (!next) return
    list.hold()
    list.setCurrent(keyOfLine(next))
  }
  const alarm = line?.kind === 'alarm' ? line.alarm : null
  const group = line?.kind === 'group' ? line.group : null
  const act = (what: ListAct, on: AlarmView | null) => on && list.act(what, on)
  /** Without a cursor the first line that wants an answer is meant, be it an alarm or a group. */
  const acknowledge = () => {
    const on = line ?? lines.find((l) => (l.kind === 'group' ? l.group.waiting > 0 : isWaiting(l.alarm)))
    if (on?.kind === 'group') list.actOnAll('acknowledge', on.group)
    else if (on && isWaiting(on.alarm)) act('acknowledge', on.alarm)
  }
  const key = (word: Keyed, run: () => void, more: Partial<Command> = {}): Command => ({
    ...{ id: `alarms.${word}`, title: t(`keyTitle.${word}`), group: t('title'), keys: ALARM_KEYS[word] },
    ...{ when: enabled, run, ...more },
  })
  const own = { enabled: mayAct && alarm !== null }
  useCommands([
    key('move', () => move(at + 1), { keyOnly: true }),
    key('moveUp', () => move(at < 0 ? 0 : at - 1), { keyOnly: true }),
    key(
      'open',
      () => {
        if (line?.kind === 'group') list.toggle(line.group.key)
        else if (alarm) onOpen(alarm)
      },
      { keyOnly: true },
    ),
    key('acknowledge', acknowledge, { enabled: mayAct }),
    key('shelve', () => act(alarm?.shelved ? 'unshelve' : 'shelve', alarm), own),
    key('assign', () => act('assign', alarm), own),
    key('comment', () => act('comment', alarm), own),
    key('gather', () => (group ? list.actOnAll('gather', group) : act('gather', alarm)), {
      enabled: mayAct && line !== undefined,
    }),
    key('search', () => document.querySelector<HTMLInputElement>('[name="alarm-search"]')?.focus(), {
      ...{ keyOnly: true, enabled: searched },
    }),
  ])
}
