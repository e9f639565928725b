import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanView, Position } from '../../../shared/api/shifts.ts'
import { api } from '../../api/index.ts'
import { shortDay } from '../../duty/index.ts'
import { Button, DayField, Dialog, Problem } from '../../ui/index.ts'
import { PositionFields } from './PositionFields.tsx'
import styles from './roster.module.css'

/** What the centre's own rules say: which positions there are, when its shifts begin. */
export function SetUpDialog({ positions, onClose }: { positions: readonly Position[]; onClose(): void }) {
  const { t } = useTranslation('shifts')
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Position[]>(() => [...positions])
  const [fromDay, setFromDay] = useState('')
  const [starts, setStarts] = useState('06:00, 14:00, 22:00')
  const plans = useQuery({
    queryKey: ['shifts', 'plan'],
    queryFn: () => api.get<PlanView[]>('/api/shifts/plan'),
  })
  const done = () => void queries.invalidateQueries({ queryKey: ['shifts'] })
  const savePositions = useMutation({
    mutationFn: () => api.put('/api/shifts/positions', { positions: draft }),
    onSuccess: done,
  })
  const savePlan = useMutation({
    mutationFn: () =>
      api.put('/api/shifts/plan', { fromDay, starts: starts.split(',').map((s) => s.trim()) }),
    onSuccess: done,
  })
  const change = (at: number, next: Partial<Position>) =>
    setDraft(draft.map((p, i) => (i === at ? { ...p, ...next } : next.chief ? { ...p, chief: false } : p)))
  return (
    <Dialog open onClose={onClose} title={t('setUp.title')} wide>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          savePositions.mutate()
        }}
      >
        <table className={styles.table}>
          <thead>
            <tr>
              {['id', 'code', 'vi', 'en', 'seats', 'chief', 'needed'].map((c) => (
                <th key={c}>{t(`setUp.${c}`)}</th>
              ))}
              <th aria-label={t('setUp.remove')} />
            </tr>
          </thead>
          <tbody>
            {draft.map((p, i) => (
              <PositionFields
                key={i}
                position={p}
                known={positions.some((x) => x.id === p.id)}
                onChange={(next) => change(i, next)}
                onRemove={() => setDraft(draft.filter((_, at) => at !== i))}
              />
            ))}
          </tbody>
        </table>
        <Problem error={savePositions.error} />
        <footer>
          <Button
            onClick={() =>
              setDraft([
                ...draft,
                { id: '', code: '', name: { vi: '', en: '' }, seats: 1, chief: false, needed: false },
              ])
            }
          >
            {t('setUp.add')}
          </Button>
          <Button type="submit" primary disabled={savePositions.isPending}>
            {t('setUp.savePositions')}
          </Button>
        </footer>
      </form>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (fromDay) savePlan.mutate()
        }}
      >
        <h3>{t('setUp.plan')}</h3>
        <p>
          {t('setUp.now', {
            plans: (plans.data ?? [])
              .map((p) => `${shortDay(p.fromDay)}: ${p.starts.join(', ')}`)
              .join(' · '),
          })}
        </p>
        <label>
          {t('setUp.from')} <DayField value={fromDay} onChange={setFromDay} />
        </label>
        <label>
          {t('setUp.starts')} <input value={starts} onChange={(e) => setStarts(e.target.value)} />
        </label>
        <Problem error={plans.error ?? savePlan.error} />
        <footer>
          <Button type="submit" disabled={!fromDay || savePlan.isPending}>
            {t('setUp.savePlan')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
