import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IncidentOutcome, IncidentView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { Outcome } from './Outcome.tsx'
import { usePieces } from './pieces.ts'
import type { Acting } from './useAlarmList.ts'

type Props = {
  acting: Acting
  language: Language
  /** The list that the keys go on with. */
  back: RefObject<HTMLElement | null>
  onClose(): void
}

/** Puts one alarm, or all of a group, into an incident that is open. */
export function GatherDialog({ acting: { alarms, group }, language, back, onClose }: Props) {
  const { t } = useTranslation('alarms')
  const queries = useQueryClient()
  const [incident, setIncident] = useState('')
  const which = useRef<HTMLSelectElement>(null)
  useLayoutEffect(() => which.current?.focus(), [])
  const { data, error } = useQuery({
    queryKey: ['alarm-incidents'],
    queryFn: () => api.get<IncidentView[]>('/api/alarm-incidents'),
  })
  const open = data?.filter((i) => i.closedAt === null)
  const ids = alarms.map((a) => a.id)
  const { tally, run } = usePieces(ids, async (piece) => {
    const path = `/api/alarm-incidents/${incident}/members`
    const { done, refused } = await api.post<IncidentOutcome>(path, { alarms: piece, take: true })
    return { done: done.length, refused: refused.map((r) => r.why) }
  })
  const send = useMutation({
    mutationFn: run,
    onSettled: () => queries.invalidateQueries({ queryKey: ['alarm-incidents'] }),
  })
  const submit = () => incident && !send.isPending && send.mutate()
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      submit()
    }
  }
  const name = (group ?? alarms[0]?.title)?.[language] ?? ''
  return (
    <Dialog
      open
      onClose={onClose}
      back={back}
      title={
        group
          ? t('act.gatherAllTitle', { count: alarms.length, name })
          : t('act.gatherTitle', { title: name })
      }
    >
      {send.isSuccess ? (
        <div className={forms.form}>
          <Outcome act="gather" tally={tally} onClose={onClose} />
        </div>
      ) : (
        <form
          className={forms.form}
          onKeyDown={onKeyDown}
          onSubmit={(e) => {
            e.preventDefault()
            submit()
          }}
        >
          <label>
            {t('act.into')}
            <select ref={which} name="into" value={incident} onChange={(e) => setIncident(e.target.value)}>
              <option value="">{t('act.chooseIncident')}</option>
              {open?.map((i) => (
                <option key={i.id} value={i.id}>
                  #{i.id} {i.title}
                </option>
              ))}
            </select>
          </label>
          <p>{t(open?.length === 0 ? 'act.noIncident' : 'act.hint')}</p>
          {tally.done > 0 && <p>{t('outcome.gather', { count: tally.done })}</p>}
          <Problem error={error ?? send.error} />
          <footer>
            <Button onClick={onClose}>{t('act.cancel')}</Button>
            <Button type="submit" primary disabled={!incident || send.isPending}>
              {t('act.gather')}
            </Button>
          </footer>
        </form>
      )}
    </Dialog>
  )
}
