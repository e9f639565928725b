import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MinuteAnswer, ProvenScreen } from '../../../shared/api/wall.ts'
import type { WallView } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { serverNow, useSignal } from '../../live/index.ts'
import { Button, DayHourField, dayText, Problem, useLanguage } from '../../ui/index.ts'
import { ProofAnswer } from './ProofAnswer.tsx'
import styles from './screens.module.css'

const ZONE = '+07:00'
/** '2026-11-30T08:15' of Viet Nam, as the field for a time has it. */
const localOf = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)

/** Screens that may be asked about, also those that were revoked. */
function useProven() {
  const queries = useQueryClient()
  useSignal('walls', () => void queries.invalidateQueries({ queryKey: ['screens-proven'] }))
  return useQuery({
    queryKey: ['screens-proven'],
    queryFn: () => api.get<ProvenScreen[]>('/api/screens/proven'),
  })
}

type Props = { walls: readonly WallView[]; initial: number | null }

/** "Was this number on this wall at 08:15, and what did it say?": the screens' own words, held against what was sent. */
export function Proof({ walls, initial }: Props) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const proven = useProven()
  const screens = proven.data ?? []
  const [chosen, setChosen] = useState(initial === null ? null : `${initial}`)
  const [when, setWhen] = useState(() => localOf(serverNow()))
  const [indicator, setIndicator] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const which = chosen ?? (walls[0] ? `wall/${walls[0].id}` : `${screens[0]?.id ?? ''}`)
  const answer = useQuery({
    queryKey: ['proof', asked],
    queryFn: () => api.get<MinuteAnswer>(`/api/screens/proof?${asked}`),
    enabled: asked !== null,
    // The minute that is under way has more to say each time.
    staleTime: 0,
    retry: false,
  })
  const ask = () => {
    const at = Date.parse(`${when}${ZONE}`)
    if (!Number.isFinite(at) || !which) return
    const [id = '', wall] = which.split('/').reverse()
    const query = new URLSearchParams({ at: `${at}`, [wall ?? 'screen']: id })
    if (indicator.trim()) query.set('indicator', indicator.trim())
    if (`${query}` === asked) void answer.refetch()
    else setAsked(`${query}`)
  }
  const inUse = screens.filter((s) => s.revokedAt === null)
  const revoked = screens.flatMap((s) => (s.revokedAt === null ? [] : [{ ...s, revokedAt: s.revokedAt }]))
  return (
    <section className={styles.proof} data-pane="proof">
      <h2>{t('proof.title')}</h2>
      <form
        className={styles.proofForm}
        data-task="proof"
        onSubmit={(e) => {
          e.preventDefault()
          ask()
        }}
      >
        <label>
          {t('proof.screen')}
          <select name="screen" value={which} onChange={(e) => setChosen(e.target.value)}>
            {walls.length > 0 && (
              <optgroup label={t('proof.walls')}>
                {walls.map((w) => (
                  <option key={w.id} value={`wall/${w.id}`}>
                    {w.name}
                  </option>
                ))}
              </optgroup>
            )}
            <optgroup label={t('proof.screens')}>
              {inUse.map((s) => (
                <option key={s.id} value={s.id}>
                  {s.name}
                </option>
              ))}
            </optgroup>
            {revoked.length > 0 && (
              <optgroup label={t('proof.revoked')}>
                {revoked.map((s) => (
                  <option key={s.id} value={s.id}>
                    {t('proof.revokedOn', { name: s.name, id: s.id, day: dayText(s.revokedAt, language) })}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        </label>
        <label>
          {t('proof.when')}
          <DayHourField name="when" label={t('proof.when')} value={when} onChange={setWhen} />
        </label>
        <label>
          {t('proof.indicator')}
          <input
            name="indicator"
            value={indicator}
            placeholder="KTN-02"
            maxLength={40}
            onChange={(e) => setIndicator(e.target.value)}
          />
        </label>
        <Button type="submit" primary>
          {t('proof.ask')}
        </Button>
      </form>
      <Problem error={answer.error ?? proven.error} />
      {answer.data && <ProofAnswer answer={answer.data} />}
    </section>
  )
}
