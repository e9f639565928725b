import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { reached } from '../../../shared/ladder.ts'
import type { AttentionRow, BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { useMe } from '../../api/index.ts'
import { useAlarms } from '../../live/index.ts'
import { Button } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { LadderLine } from '../desk/LadderLine.tsx'
import { Proposal } from '../desk/Proposal.tsx'
import { ActingDialog } from './ActingDialog.tsx'
import { AlarmList } from './AlarmList.tsx'
import styles from './desk.module.css'
import { NO_FILTER } from './order.ts'
import { useAlarmKeys, useAlarmList } from './useAlarmList.ts'

type Props = {
  /** The causes on the board, with the ladders of silent sources. */
  causes: readonly AttentionRow[]
  connections: readonly BoardRow[]
  language: Language
  now: number
  mayAcknowledge: boolean
  onCall: ((agency: string) => void) | null
  onConnection(id: string): void
}

/** The alarms on the desk: every cause of every kind, newest first; its keys hold while the pane has the focus. */
export function DeskAlarms({
  causes,
  connections,
  language,
  now,
  mayAcknowledge,
  onCall,
  onConnection,
}: Props) {
  const { t } = useTranslation('alarms')
  const go = useNavigate()
  const { byId, counts } = useAlarms()
  const list = useAlarmList(byId, NO_FILTER, language)
  const [calling, setCalling] = useState<string | null>(null)
  const agency = useMe().person?.role === 'agency'
  const byAttention = new Map(causes.map((c) => [c.id, c]))
  const caller = connections.find((c) => c.id === calling)
  const called = causes.find((c) => c.subject === calling && c.ladder)
  const open = (a: { id: number; subject: string; kind: string }) => {
    const [kind, rest = ''] = [a.kind, a.subject.slice(a.subject.indexOf(':') + 1)]
    const subject = rest.slice(0, rest.lastIndexOf('/'))
    if (kind === 'connection') onConnection(subject)
    else if (kind === 'directive') go(`/directives?id=${subject}`)
    else go(`/alarms?id=${a.id}`)
  }
  useAlarmKeys(list, {
    enabled: () => document.activeElement?.closest('[data-pane="attention"]') != null,
    ...{ mayAct: mayAcknowledge, searched: false },
    onOpen: open,
  })
  const waiting = Object.values(counts.waiting).reduce((sum, n) => sum + n, 0)
  return (
    <section className={styles.pane} aria-label={t('title')} data-pane="attention" tabIndex={-1}>
      <h2 className={forms.title}>
        {t('title')}
        <span data-metric="attention-open">{t('open', { count: counts.open })}</span>
        {waiting > 0 && <em>{t('unacknowledged', { count: waiting })}</em>}
        <Link className={styles.all} to="/alarms">
          {t('all')}
        </Link>
      </h2>
      {list.lines.length === 0 ? (
        <p className={forms.none}>{t('none')}</p>
      ) : (
        <AlarmList
          box={list.box}
          lines={list.lines}
          language={language}
          now={now}
          current={list.current}
          moved={list.moved}
          opened={null}
          mayAct={mayAcknowledge}
          onCurrent={list.setCurrent}
          onOpen={open}
          onGroup={list.toggle}
          onAcknowledge={(alarm) => list.act('acknowledge', alarm)}
          onAcknowledgeAll={(group) => list.actOnAll('acknowledge', group)}
          extra={(a) => {
            const cause = a.attention === null ? undefined : byAttention.get(a.attention)
            if (!cause?.ladder) return null
            return (
              <div className={styles.extra}>
                <LadderLine ladder={cause.ladder} now={now} />
                {agency && reached(cause.ladder, 'owner') && <b>{t('owed')}</b>}
                {mayAcknowledge && reached(cause.ladder, 'propose') && (
                  <Button onClick={() => setCalling(cause.subject)} data-propose={cause.subject}>
                    {t('propose')}
                  </Button>
                )}
              </div>
            )
          }}
        />
      )}
      {called?.ladder && caller && (
        <Proposal
          row={caller}
          ladder={called.ladder}
          language={language}
          now={now}
          onCall={
            onCall &&
            (() => {
              setCalling(null)
              onCall(caller.agency)
            })
          }
          onClose={() => setCalling(null)}
        />
      )}
      {list.acting && (
        <ActingDialog
          acting={list.acting}
          language={language}
          back={list.box}
          onClose={() => list.setActing(null)}
        />
      )}
    </section>
  )
}
