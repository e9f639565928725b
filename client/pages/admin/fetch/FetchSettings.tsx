import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingsView, TrialView } from '../../../../shared/api/connectors.ts'
import { api } from '../../../api/index.ts'
import { Button, Dialog, Problem } from '../../../ui/index.ts'
import forms from '../../desk/attention.module.css'
import { dayAndClock } from '../../desk/times.ts'
import styles from '../admin.module.css'
import { FetchState } from './FetchState.tsx'
import own from './fetch.module.css'
import { PullFields } from './PullFields.tsx'
import { draftOf, NEW_PULL, type PullDraft, settingsInput, wrongFields } from './pullDraft.ts'
import { FetchProblem, Trial } from './Trial.tsx'

/** How often an open dialog looks how the fetching goes. */
const LOOK = 2_000

/** How a connection is fetched: its settings, a trial of them before they hold, how it goes, every version. */
export function FetchSettings({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation(['connectors', 'admin'])
  const queries = useQueryClient()
  const at = `/api/connections/${encodeURIComponent(id)}`
  const key = ['connection-settings', id]
  const known = useQuery({
    queryKey: key,
    queryFn: () => api.get<SettingsView>(`${at}/settings`),
    refetchInterval: LOOK,
  })
  const [typed, setTyped] = useState<PullDraft | null>(null)
  const current = known.data?.current
  const draft = typed ?? (current ? draftOf(current.settings) : NEW_PULL)
  const trial = useMutation({
    mutationFn: () => api.post<TrialView>(`${at}/trial`, settingsInput(draft)),
  })
  const save = useMutation({
    mutationFn: () => api.post<SettingsView>(`${at}/settings`, settingsInput(draft)),
    onSuccess: (view) => {
      queries.setQueryData(key, view)
      setTyped(null)
    },
  })
  const ready = known.isSuccess && wrongFields(draft).length === 0
  return (
    <Dialog open wide onClose={onClose} title={t('title', { id })}>
      <form
        className={`${forms.form} ${styles.wideForm} ${own.form}`}
        data-form="fetch-settings"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) save.mutate()
        }}
      >
        {known.data && <FetchState health={known.data.health} />}
        <PullFields
          draft={draft}
          stored={known.data?.secrets.map((s) => s.name) ?? []}
          onChange={(next) => {
            setTyped(next)
            trial.reset()
          }}
        />
        {trial.isPending && <p>{t('trying')}</p>}
        {trial.data && <Trial trial={trial.data} />}
        <FetchProblem error={trial.error} />
        <Problem error={known.error ?? save.error} />
        {known.data && known.data.versions.length > 0 && (
          <details className={own.versions}>
            <summary>{t('versions', { count: known.data.versions.length })}</summary>
            <ol>
              {known.data.versions.map((v) => (
                <li key={v.version}>
                  {t('version', { version: v.version })}: {v.settings.url}, {v.settings.every},{' '}
                  {t(`formats.${v.settings.format}`)}. {dayAndClock(v.createdAt)},{' '}
                  {v.createdBy?.replace(/^account:/, '')}
                </li>
              ))}
            </ol>
          </details>
        )}
        <footer>
          <Button onClick={onClose}>{t('admin:cancel')}</Button>
          <Button data-action="trial" disabled={!ready || trial.isPending} onClick={() => trial.mutate()}>
            {t('try')}
          </Button>
          <Button type="submit" primary disabled={!ready || !typed || save.isPending}>
            {t('admin:save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
