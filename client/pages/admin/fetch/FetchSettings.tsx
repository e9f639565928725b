import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  ConnectorSettings,
  SettingsKind,
  SettingsView,
  TrialView,
} from '../../../../shared/api/connectors.ts'
import { api } from '../../../api/index.ts'
import { Button, Dialog, Problem } from '../../../ui/index.ts'
import forms from '../../desk/attention.module.css'
import { dayAndClock } from '../../desk/times.ts'
import { NewerVersion } from '../../rules/NewerVersion.tsx'
import { useVersioned } from '../../rules/useVersioned.ts'
import styles from '../admin.module.css'
import { DropFolder } from './DropFolder.tsx'
import { type Draft, inputOf, isReady, mappingOf, newDraft, placeOf, toDraft, withMapping } from './draft.ts'
import { FetchState } from './FetchState.tsx'
import own from './fetch.module.css'
import { PlainFields } from './PlainFields.tsx'
import { PullFields } from './PullFields.tsx'
import { FetchProblem, Trial } from './Trial.tsx'

/** How often an open dialog looks how the fetching goes. */
const LOOK = 2_000

type Stored = { version: number; changedBy: string | null; settings: ConnectorSettings }
const storedIn = ({ current, versions }: SettingsView): Stored | null =>
  current && {
    ...current,
    changedBy: versions.find((v) => v.version === current.version)?.createdBy ?? null,
  }

/** How a connection is fetched: its settings, a trial of them before they hold, how it goes, every version. */
export function FetchSettings({ id, kind, onClose }: { id: string; kind: SettingsKind; onClose(): void }) {
  const { t } = useTranslation(['connectors', 'admin'])
  const queries = useQueryClient()
  const at = `/api/connections/${encodeURIComponent(id)}`
  const key = ['connection-settings', id]
  const known = useQuery({
    queryKey: key,
    queryFn: () => api.get<SettingsView>(`${at}/settings`),
    refetchInterval: LOOK,
  })
  const versioned = useVersioned<Stored, Draft>({
    stored: known.data ? storedIn(known.data) : null,
    formOf: (s) => (s ? toDraft(s.settings) : newDraft(kind, id)),
    send: async (form, after) =>
      storedIn(await api.post<SettingsView>(`${at}/settings`, { ...inputOf(form), after })),
    readAgain: () => queries.invalidateQueries({ queryKey: key }),
  })
  const { form: draft, newer, busy } = versioned
  /** Stays in view while it is tried once more. */
  const [tried, setTried] = useState<TrialView | null>(null)
  const trial = useMutation({
    mutationFn: (of: Draft) => api.post<TrialView>(`${at}/trial`, inputOf(of)),
    onSuccess: setTried,
  })
  const stored = known.data?.secrets.map((s) => s.name) ?? []
  const untry = () => {
    setTried(null)
    trial.reset()
  }
  const change = (next: Draft) => {
    versioned.setForm(next)
    untry()
  }
  const ready = known.isSuccess && isReady(draft)
  return (
    <Dialog open wide onClose={onClose} title={t('title', { id })}>
      <form
        className={`${forms.form} ${styles.wideForm} ${own.form}`}
        data-form="fetch-settings"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready && !newer) versioned.save()
        }}
      >
        {known.data && <FetchState health={known.data.health} />}
        {draft.kind === 'http-pull' ? (
          <PullFields
            draft={draft.pull}
            stored={stored}
            onChange={(pull) => change({ kind: draft.kind, pull })}
          />
        ) : (
          <PlainFields draft={draft} stored={stored} onChange={change} />
        )}
        {draft.kind === 'file-drop' && known.data?.current && <DropFolder id={id} />}
        {trial.isPending && <p>{t('trying')}</p>}
        {tried && (
          // One decision after the other: each is laid over what the last one led to.
          <fieldset className={own.bare} disabled={trial.isPending}>
            <Trial
              trial={tried}
              onMapping={(mapping) => {
                const next = withMapping(draft, mapping)
                versioned.setForm(next)
                trial.mutate(next)
              }}
            />
          </fieldset>
        )}
        {mappingOf(draft) && (
          <p data-mapped="">
            {t('mapped')}{' '}
            <button type="button" className={own.link} onClick={() => change(withMapping(draft, undefined))}>
              {t('unmap')}
            </button>
          </p>
        )}
        <FetchProblem error={trial.error} />
        <NewerVersion
          newer={newer}
          ready={ready}
          onOver={versioned.saveOver}
          onLoad={() => {
            versioned.load()
            untry()
          }}
        />
        <Problem error={known.error ?? versioned.error} />
        {known.data && known.data.versions.length > 0 && (
          <details className={own.versions}>
            <summary>{t('versions', { count: known.data.versions.length })}</summary>
            <ol>
              {known.data.versions.map((v) => (
                <li key={v.version}>
                  {t('version', { version: v.version })}: {placeOf(v.settings)}. {dayAndClock(v.createdAt)},{' '}
                  {v.createdBy?.replace(/^account:/, '')}
                </li>
              ))}
            </ol>
          </details>
        )}
        <footer>
          <Button onClick={onClose}>{t('admin:cancel')}</Button>
          <Button
            data-action="trial"
            disabled={!ready || trial.isPending}
            onClick={() => trial.mutate(draft)}
          >
            {t('try')}
          </Button>
          <Button type="submit" primary disabled={!ready || !versioned.changed || busy || newer !== null}>
            {t('admin:save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
