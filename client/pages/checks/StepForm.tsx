import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { DisputeView, StepInput } from '../../../shared/api/checks.ts'
import { api, useMe } from '../../api/index.ts'
import { useClock } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './checks.module.css'

const NEEDED = {
  assigned: 'manage',
  explained: 'acknowledge',
  arbitrated: 'approve',
  closed: 'manage',
} as const
type Kind = keyof typeof NEEDED
const STANDS = ['left', 'right', 'both'] as const

/** The next step in a dispute's life, among those that this person may take. */
export function StepForm({ dispute }: { dispute: DisputeView }) {
  const { t } = useTranslation(['checks', 'time'])
  const language = useLanguage()
  const me = useMe()
  const past = useClock().mode !== 'live'
  const queries = useQueryClient()
  const kinds = (Object.keys(NEEDED) as Kind[]).filter((k) => me.can(NEEDED[k], 'Dispute'))
  const [kind, setKind] = useState<Kind | null>(kinds[0] ?? null)
  const [note, setNote] = useState('')
  const [to, setTo] = useState(dispute.assignedTo ?? '')
  const [stands, setStands] = useState<(typeof STANDS)[number]>('left')
  const units = useQuery({
    queryKey: ['units'],
    queryFn: () => api.get<UnitView[]>('/api/units'),
    enabled: kind === 'assigned',
  })
  const take = useMutation({
    mutationFn: (step: StepInput) => api.post(`/api/checks/disputes/${dispute.id}/steps`, step),
    onSuccess: async () => {
      setNote('')
      await queries.invalidateQueries({ queryKey: ['disputes'] })
    },
  })
  if (kind === null) return null
  const step: StepInput =
    kind === 'assigned' ? { kind, to, note } : kind === 'arbitrated' ? { kind, stands, note } : { kind, note }
  const ready = !past && (kind === 'assigned' ? to !== '' : note.trim().length >= 3)
  const agencies = (units.data ?? []).filter((u) => u.validTo === null)
  return (
    <form
      className={`${forms.form} ${styles.next}`}
      onSubmit={(e) => {
        e.preventDefault()
        if (ready) take.mutate(step)
      }}
    >
      <fieldset>
        <legend>{t('next')}</legend>
        {kinds.map((k) => (
          <label key={k} data-kind={k}>
            <input type="radio" name="kind" checked={k === kind} onChange={() => setKind(k)} />{' '}
            {t(`act.${k}`)}
          </label>
        ))}
      </fieldset>
      {kind === 'assigned' && (
        <label>
          {t('to')}
          <input name="to" list="agencies" value={to} onChange={(e) => setTo(e.target.value.trim())} />
          <datalist id="agencies">
            {agencies.map((u) => (
              <option key={`${u.code}@${u.validFrom}`} value={u.code}>
                {u.name[language]}
              </option>
            ))}
          </datalist>
        </label>
      )}
      {kind === 'arbitrated' && (
        <label>
          {t('which')}
          <select
            name="stands"
            value={stands}
            onChange={(e) => setStands(STANDS.find((s) => s === e.target.value) ?? 'left')}
          >
            {STANDS.map((s) => (
              <option key={s} value={s}>
                {s === 'both' ? t('stands.both') : t(`side.${dispute.kind}.${s}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t('note')}
        <textarea
          name="note"
          rows={3}
          maxLength={1_000}
          value={note}
          onChange={(e) => setNote(e.target.value)}
        />
      </label>
      <Problem error={take.error} />
      <footer>
        <Button type="submit" primary disabled={!ready || take.isPending}>
          {past ? t('time:presentOnly') : t('take')}
        </Button>
      </footer>
    </form>
  )
}
