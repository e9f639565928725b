import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { AlarmRow } from './AlarmRow.tsx'
import styles from './list.module.css'
import { type AlarmGroup, type AlarmLine, keyOfLine } from './order.ts'
import { SeverityMark } from './SeverityMark.tsx'

/** How high a line usually is; one that is higher is measured when it comes into sight. */
const ROW_PX = 49
const GROUP_PX = 36

type Props = {
  /** The list itself, to be given the focus. */
  box?: RefObject<HTMLDivElement | null>
  lines: readonly AlarmLine[]
  language: Language
  now: number
  current: string | null
  /** How often the person has moved the cursor. */
  moved?: number
  opened: number | null
  mayAct: boolean
  onCurrent(key: string): void
  onOpen(alarm: AlarmView): void
  onGroup(key: string): void
  onAcknowledge(alarm: AlarmView): void
  /** All of a group that want it. */
  onAcknowledgeAll(group: AlarmGroup): void
  /** What a place adds beneath an alarm. */
  extra?: ((alarm: AlarmView) => ReactNode) | undefined
}

/** Alarms and groups of them; only what is in sight is drawn, however many there are. */
export function AlarmList({
  box: given,
  lines,
  language,
  now,
  current,
  moved = 0,
  opened,
  mayAct,
  extra,
  ...on
}: Props) {
  const { t } = useTranslation('alarms')
  const own = useRef<HTMLDivElement>(null)
  const box = given ?? own
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (lines[i]?.kind === 'group' ? GROUP_PX : ROW_PX),
    getItemKey: (i) => {
      const line = lines[i]
      return line ? keyOfLine(line) : i
    },
    overscan: 6,
  })
  // What a row calls stays the same while the list scrolls, so that rows in sight are not drawn again.
  const latest = useRef(on)
  latest.current = on
  const open = useCallback((alarm: AlarmView) => {
    latest.current.onCurrent(String(alarm.id))
    latest.current.onOpen(alarm)
  }, [])
  const acknowledge = useCallback((alarm: AlarmView) => latest.current.onAcknowledge(alarm), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that come in above move nothing under the reader's eyes
  useEffect(() => {
    const at = lines.findIndex((l) => keyOfLine(l) === current)
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [moved, virtual])
  return (
    <div
      ref={box}
      className={styles.box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it has keys of its own, and a dialog gives the focus back only to what Tab reaches
      tabIndex={0}
      data-alarm-lines={lines.length}
    >
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }} aria-live="polite">
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          if (!line) return null
          const key = keyOfLine(line)
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line.kind === 'alarm' ? (
                <AlarmRow
                  alarm={line.alarm}
                  inGroup={line.inGroup}
                  language={language}
                  now={now}
                  current={key === current}
                  opened={line.alarm.id === opened}
                  mayAct={mayAct}
                  onOpen={open}
                  onAcknowledge={acknowledge}
                >
                  {extra?.(line.alarm)}
                </AlarmRow>
              ) : (
                <div className={styles.group} data-current={key === current || undefined}>
                  <button
                    type="button"
                    className={styles.fold}
                    data-group={line.group.rule}
                    data-count={line.group.count}
                    data-current={key === current || undefined}
                    aria-expanded={line.open}
                    onClick={() => {
                      on.onCurrent(key)
                      on.onGroup(key)
                    }}
                  >
                    <SeverityMark
                      severity={line.group.severity}
                      outline={line.group.waiting === 0}
                      waiting={line.group.waiting > 0}
                    />
                    <strong>{line.group.name[language]}</strong>
                    <span>{t('group.count', { count: line.group.count })}</span>
                    <small>{line.group.newest.title[language]}</small>
                    <i aria-hidden="true">{line.open ? '▾' : '▸'}</i>
                  </button>
                  {mayAct && line.group.waiting > 0 && (
                    <Button
                      data-acknowledge-group={line.group.rule}
                      onClick={() => {
                        on.onCurrent(key)
                        on.onAcknowledgeAll(line.group)
                      }}
                    >
                      {t('group.acknowledge', { count: line.group.waiting })}
                    </Button>
                  )}
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
