import { useMutation, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmPerson, AlarmsAcknowledged, AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api, RequestProblem } from '../../api/index.ts'
import { Button, clockText, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { Outcome } from './Outcome.tsx'
import { usePieces } from './pieces.ts'
import styles from './rules.module.css'

export type AlarmAct = 'acknowledge' | 'shelve' | 'unshelve' | 'assign' | 'comment'
type Props = {
  act: AlarmAct
  alarm: AlarmView
  /** All of a group instead, which are acknowledged with one word. */
  all: { name: AlarmView['ruleName']; alarms: readonly AlarmView[] } | null
  language: Language
  /** The list that the keys go on with. */
  back: RefObject<HTMLElement | null>
  onClose(): void
}
const TIMERS = [0, 15, 30, 60, 120, 480]
const SHELVES = [15, 30, 60, 240, 480, 1_440]

/** Who was quicker, where that is why it could not be done. */
function takenBy(error: Error | null): { by: string; at: number; note: string } | null {
  if (!(error instanceof RequestProblem) || error.code !== 'ALARM_TAKEN') return null
  const { by, at, note } = error.detail
  return typeof by === 'string' && typeof at === 'number' ? { by, at, note: String(note ?? '') } : null
}

/** One act on one alarm, or the acknowledgement of many. Ctrl and Enter send it from the text. */
export function ActDialog({ act, alarm, all, language, back, onClose }: Props) {
  const { t } = useTranslation('alarms')
  const [note, setNote] = useState('')
  const [minutes, setMinutes] = useState(act === 'shelve' ? 30 : 0)
  const [account, setAccount] = useState('')
  const who = useRef<HTMLSelectElement>(null)
  // Whoever gives it to somebody begins with that person, not with the cross that closes.
  useLayoutEffect(() => who.current?.focus(), [])
  const people = useQuery({
    queryKey: ['alarm-people'],
    queryFn: () => api.get<AlarmPerson[]>('/api/alarms/people'),
    enabled: act === 'assign',
  })
  const text = note.trim()
  const ready = act === 'assign' ? account !== '' : text !== ''
  const ids = all?.alarms.map((a) => a.id) ?? []
  const { tally, run } = usePieces(ids, async (piece) => {
    const body = { ids: piece, ...bodyOf() }
    const { taken, refused } = await api.post<AlarmsAcknowledged>('/api/alarms/acknowledge', body)
    return { done: taken.length, refused: refused.map((r) => r.code) }
  })
  const send = useMutation({
    mutationFn: async () => {
      if (all) await run()
      else await api.post(`/api/alarms/${alarm.id}/${act}`, bodyOf())
    },
    // What became of many is read first.
    onSuccess: () => {
      if (!all) onClose()
    },
  })
  const bodyOf = () => {
    if (act === 'assign') return { account: Number(account), ...(text ? { note: text } : {}) }
    if (act === 'shelve') return { minutes, reason: text }
    return { note: text, ...(act === 'acknowledge' && minutes ? { minutes } : {}) }
  }
  const taken = takenBy(send.error)
  const submit = () => ready && !send.isPending && send.mutate()
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      submit()
    }
  }
  const spans = act === 'shelve' ? SHELVES : TIMERS
  const title = all
    ? t('act.acknowledgeAllTitle', { count: ids.length, name: all.name[language] })
    : t(`act.${act}Title`, { title: alarm.title[language] })
  if (all && send.isSuccess)
    return (
      <Dialog open onClose={onClose} back={back} title={title}>
        <div className={forms.form}>
          <Outcome act="acknowledge" tally={tally} onClose={onClose} />
        </div>
      </Dialog>
    )
  return (
    <Dialog open onClose={onClose} back={back} title={title}>
      <form
        className={forms.form}
        onKeyDown={onKeyDown}
        onSubmit={(e) => {
          e.preventDefault()
          submit()
        }}
      >
        {act === 'assign' && (
          <label>
            {t('act.to')}
            <select ref={who} name="account" value={account} onChange={(e) => setAccount(e.target.value)}>
              <option value="">{t('act.choose')}</option>
              {people.data?.map((p) => (
                <option key={p.id} value={p.id}>
                  {p.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t(`act.${act}Note`)}
          <textarea
            autoFocus={act !== 'assign'}
            name="note"
            maxLength={500}
            rows={3}
            value={note}
            onChange={(e) => setNote(e.target.value)}
          />
        </label>
        {(act === 'acknowledge' || act === 'shelve') && (
          <label>
            {t(act === 'shelve' ? 'act.shelveFor' : 'act.comesBack')}
            <select name="minutes" value={minutes} onChange={(e) => setMinutes(Number(e.target.value))}>
              {spans.map((m) => (
                <option key={m} value={m}>
                  {m === 0
                    ? t('act.never')
                    : m % 60 === 0
                      ? t('act.hours', { count: m / 60 })
                      : t('act.minutes', { count: m })}
                </option>
              ))}
            </select>
          </label>
        )}
        <p>{t('act.hint')}</p>
        {tally.done > 0 && <p>{t('outcome.acknowledge', { count: tally.done })}</p>}
        {taken ? (
          <p role="alert" className={styles.fault} data-taken={taken.by}>
            {t('act.taken', { ...taken, time: clockText(taken.at, language).slice(0, 5) })}
          </p>
        ) : (
          <Problem error={send.error} />
        )}
        <footer>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" primary disabled={!ready || send.isPending}>
            {all ? t('act.acknowledgeAll', { count: ids.length }) : t(`act.${act}`)}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
