import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaylistView, Showing } from '../../../shared/api/scenes.ts'
import type { Playlist } from '../../../shared/playlist.ts'
import { api, useMe } from '../../api/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { alike } from './alike.ts'
import { usePlaylists, useSceneList } from './api.ts'
import { conditionText } from './asked.ts'
import { type Draft, isChanged, PlaylistPanel } from './PlaylistPanel.tsx'
import styles from './scenes.module.css'
import { useTargetName } from './TargetSelect.tsx'

const EMPTY: Playlist = {
  key: '',
  title: { vi: '', en: '' },
  enabled: true,
  priority: 10,
  targets: [{ kind: 'all' }],
  times: [],
  conditions: [],
  items: [],
}

/** Playlists, the one with the highest priority first. */
export function Playlists({ showing, children }: { showing: Showing | null; children: ReactNode }) {
  const targetName = useTargetName(showing?.screens ?? [])
  const { t } = useTranslation(['scenes', 'alerts', 'alarms'])
  const language = useLanguage()
  const me = useMe()
  const client = useQueryClient()
  const list = usePlaylists()
  const scenes = useSceneList()
  const named = (keys: readonly string[]) =>
    keys.map((key) => scenes.data?.find((s) => s.scene === key)?.title[language] ?? key).join(', ')
  const unagreed = (key: string) => named(showing?.unagreed.find((u) => u.playlist === key)?.scenes ?? [])
  const [draft, setDraft] = useState<Draft | null>(null)
  /** Where a press would have led while there are changes; `to` null: to no playlist. */
  const [wanted, setWanted] = useState<{ to: Draft | null } | null>(null)
  const mayDraw = me.can('manage', 'Scene')
  const save = useMutation({
    mutationFn: ({ key, playlist, after }: { key: string; playlist: Playlist | null; after: number }) =>
      api.put<PlaylistView[]>(`/api/playlists/${key}`, { playlist, after }),
    onSuccess: (views) => {
      client.setQueryData(['playlists'], views)
      turnTo(null)
    },
  })
  const turnTo = (to: Draft | null) => {
    // What was refused of one playlist is not the next one's.
    save.reset()
    setWanted(null)
    setDraft(to)
  }
  const open = (to: Draft | null) => (draft && isChanged(draft) ? setWanted({ to }) : turnTo(to))
  const read = (playlist: Playlist, after: number): Draft => ({ start: playlist, after, now: playlist })
  const load = async (key: string) => {
    const { data, isError } = await list.refetch()
    // What is here is dropped for a newer one, not for one of before.
    if (isError) return
    const found = data?.find((v) => v.playlist.key === key)
    turnTo(found ? read(found.playlist, found.version) : null)
  }
  // What a second person agreed to while its form stood open is saved.
  const stored = draft && list.data?.find((v) => v.playlist.key === draft.now.key)
  if (
    draft &&
    stored &&
    stored.version > draft.after &&
    alike(stored.playlist, draft.now) &&
    isChanged(draft)
  )
    setDraft(read(stored.playlist, stored.version))
  const rows = [...(list.data ?? [])].sort((a, b) => b.playlist.priority - a.playlist.priority)
  return (
    <div className={styles.split}>
      <div>
        {mayDraw && (
          <div className={styles.bar}>
            <Button primary data-new="" onClick={() => open(read(EMPTY, 0))}>
              {t('list.new')}
            </Button>
          </div>
        )}
        <Problem error={list.error} />
        <table className={admin.table}>
          <thead>
            <tr>
              {(['playlist', 'priority', 'targets', 'when', 'scenes'] as const).map((c) => (
                <th key={c}>{t(`list.${c}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ playlist: p, version, missing, stages }) => (
              <tr key={p.key} data-playlist={p.key} onClick={() => mayDraw && open(read(p, version))}>
                <td>
                  {/* Its press is its row's. */}
                  <button type="button" className={styles.pick} disabled={!mayDraw}>
                    {p.title[language]}
                  </button>{' '}
                  <small>v{version}</small>
                  {!p.enabled && stages.length === 0 && <em> · {t('list.off')}</em>}
                </td>
                <td>{p.priority}</td>
                <td>{p.targets.map(targetName).join(', ')}</td>
                <td>
                  {stages.length > 0 && (
                    <div data-stages={stages.join(' ')}>{t('list.stages', { no: stages.join(', ') })}</div>
                  )}
                  {p.enabled && p.times.length === 0 && p.conditions.length === 0 && t('list.always')}
                  {p.times.map((x) => (
                    <div key={JSON.stringify(x)}>
                      {x.from}–{x.to} {x.days.map((d) => t(`day.${d}`)).join(', ')}
                    </div>
                  ))}
                  {p.conditions.map((c) => (
                    <div key={JSON.stringify(c)}>{conditionText({ t, language }, c)}</div>
                  ))}
                </td>
                <td>
                  {named(p.items.map((i) => i.scene))}
                  {missing.length > 0 && (
                    <b className={styles.amber} data-missing={missing.join(' ')}>
                      {' '}
                      · {t('list.missing', { scenes: missing.join(', ') })}
                    </b>
                  )}
                  {unagreed(p.key) && (
                    <b className={styles.amber}> · {t('list.unagreed', { scenes: unagreed(p.key) })}</b>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className={admin.none}>{t('list.none')}</p>}
        {children}
      </div>
      {draft && (
        <PlaylistPanel
          draft={draft}
          busy={save.isPending}
          error={save.error}
          refused={save.variables}
          leaving={wanted !== null}
          onChange={(now) => setDraft({ ...draft, now })}
          onSave={(playlist, after) => save.mutate({ key: draft.now.key, playlist, after })}
          onLoad={() => void load(draft.now.key)}
          onClose={() => open(null)}
          onLeave={() => wanted && turnTo(wanted.to)}
          onStay={() => setWanted(null)}
        />
      )}
    </div>
  )
}
