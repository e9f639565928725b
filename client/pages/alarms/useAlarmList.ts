import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { type Command, useCommands } from '../../commands/index.ts'
import type { AlarmAct } from './ActDialog.tsx'
import { type AlarmFilter, filterAlarms, isWaiting, keyOfLine, linesOf } from './order.ts'

/** The lines of a list, which is current, and what is being done to which. */
export function useAlarmList(byId: ReadonlyMap<number, AlarmView>, filter: AlarmFilter, language: Language) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string | null>(null)
  const [acting, setActing] = useState<{ act: AlarmAct; alarm: AlarmView } | null>(null)
  const rows = useMemo(() => filterAlarms(byId.values(), filter, language), [byId, filter, language])
  const lines = useMemo(() => linesOf(rows, opened), [rows, opened])
  const line = lines.find((l) => keyOfLine(l) === current)
  const toggle = (key: string) =>
    setOpened((s) => {
      const next = new Set(s)
      if (!next.delete(key)) next.add(key)
      return next
    })
  return { lines, rows, current, setCurrent, line, toggle, acting, setActing }
}
type List = ReturnType<typeof useAlarmList>

/** The keys of a list of alarms; they rest while a person types, in a dialog, and where `enabled` says so. */
export function useAlarmKeys(
  list: List,
  { enabled, mayAct, onOpen }: { enabled(): boolean; mayAct: boolean; onOpen(alarm: AlarmView): void },
): void {
  const { t } = useTranslation('palette')
  const { lines, line, current } = list
  const at = lines.findIndex((l) => keyOfLine(l) === current)
  const move = (to: number) => {
    const next = lines[Math.min(Math.max(to, 0), lines.length - 1)]
    if (next) list.setCurrent(keyOfLine(next))
  }
  const alarm = line?.kind === 'alarm' ? line.alarm : null
  const act = (what: AlarmAct, on: AlarmView | null | undefined) =>
    mayAct && on && list.setActing({ act: what, alarm: on })
  const acknowledge = () => {
    const first = lines.find((l) => l.kind === 'alarm' && isWaiting(l.alarm))
    const wanted = alarm ?? (first?.kind === 'alarm' ? first.alarm : null)
    if (wanted && isWaiting(wanted)) act('acknowledge', wanted)
  }
  const open = () => {
    if (line?.kind === 'group') list.toggle(line.group.key)
    else if (alarm) onOpen(alarm)
  }
  const search = () => document.querySelector<HTMLInputElement>('[name="alarm-search"]')?.focus()
  const key = (word: string, keys: string[], run: () => void): Command => ({
    ...{ id: `alarm.${word}`, title: t(`does.alarm.${word}`), group: t('group.alarms') },
    ...{ keys, when: enabled, run },
  })
  useCommands([
    { ...key('move', ['j', 'down'], () => move(at + 1)), keyOnly: true },
    { ...key('moveUp', ['k', 'up'], () => move(at < 0 ? 0 : at - 1)), keyOnly: true },
    { ...key('open', ['enter'], open), keyOnly: true, enabled: line !== undefined },
    { ...key('acknowledge', ['a'], acknowledge), enabled: mayAct },
    {
      ...key('shelve', ['s'], () => act(alarm?.shelved ? 'unshelve' : 'shelve', alarm)),
      enabled: mayAct && alarm !== null,
    },
    // Not G: with a letter after it, that leads from page to page everywhere.
    { ...key('assign', ['p'], () => act('assign', alarm)), enabled: mayAct && alarm !== null },
    key('search', ['/'], search),
  ])
}
