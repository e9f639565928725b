import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { SceneDetail, SceneDiffView } from '../../../shared/api/scenes.ts'
import { api, useMe } from '../../api/index.ts'
import { viewNow } from '../../live/index.ts'
import { Button, momentText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { useScene, useSceneList } from './api.ts'
import { Faults } from './Faults.tsx'
import styles from './scenes.module.css'

/** Every scene; of the chosen one its versions, what changed between them, and the way back. */
export function Documents() {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const me = useMe()
  const list = useSceneList()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const mayDraw = me.can('manage', 'Scene')
  const done = (made: SceneDetail) => {
    void client.invalidateQueries({ queryKey: ['scenes'] })
    void client.invalidateQueries({ queryKey: ['scene', made.document.key] })
    setChosen(made.document.key)
  }
  const take = useMutation({
    mutationFn: async (f: File) => api.post<SceneDetail>('/api/scenes/import', { file: await f.text() }),
    onSuccess: done,
  })
  return (
    <div className={styles.split}>
      <div>
        <div className={styles.bar}>
          {mayDraw && (
            <>
              <Button primary data-new="" onClick={() => void navigate('/scenes/new')}>
                {t('doc.new')}
              </Button>
              <Button onClick={() => file.current?.click()}>{t('doc.import')}</Button>
              <input
                ref={file}
                type="file"
                accept="application/json,.json"
                hidden
                data-import=""
                onChange={(e) => {
                  const [f] = e.target.files ?? []
                  if (f) take.mutate(f)
                  e.target.value = ''
                }}
              />
            </>
          )}
        </div>
        <Faults error={take.error ?? list.error} />
        <table className={admin.table}>
          <thead>
            <tr>
              {(['scene', 'pages', 'version', 'by'] as const).map((c) => (
                <th key={c}>{t(`doc.${c}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.data?.map((s) => (
              <tr
                key={s.scene}
                data-scene={s.scene}
                aria-selected={s.scene === chosen}
                onClick={() => setChosen(s.scene)}
              >
                <td>
                  {/* Its press is its row's. */}
                  <button type="button" className={styles.pick}>
                    {s.title[language]}
                  </button>{' '}
                  <small>{s.scene}</small>
                  {s.restricted && <em> · {t('restricted')}</em>}
                  {s.withdrawn.length > 0 && (
                    <b className={styles.amber}> · {t('doc.withdrawn', { codes: s.withdrawn.join(', ') })}</b>
                  )}
                </td>
                <td>{s.pages}</td>
                <td>
                  {s.newest.version} · {t(`origin.${s.newest.origin}`)}
                </td>
                <td>
                  {s.newest.by.replace(/^account:/, '')} · {momentText(s.newest.at, viewNow(), language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen && <Versions key={chosen} scene={chosen} mayDraw={mayDraw} onDone={done} />}
    </div>
  )
}

function Versions({
  scene,
  mayDraw,
  onDone,
}: {
  scene: string
  mayDraw: boolean
  onDone(made: SceneDetail): void
}) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const { data } = useScene(scene)
  const newest = data?.versions[0]?.version ?? 1
  const [from, setFrom] = useState<number | null>(null)
  const diff = useQuery({
    queryKey: ['scene-diff', scene, from, newest],
    enabled: from !== null && from !== newest,
    queryFn: () => api.get<SceneDiffView>(`/api/scenes/${scene}/diff?from=${from}&to=${newest}`),
  })
  const restore = useMutation({
    mutationFn: (version: number) =>
      api.post<SceneDetail>(`/api/scenes/${scene}/restore`, { version, after: newest }),
    onSuccess: onDone,
  })
  return (
    <aside className={styles.panel}>
      <h2>{data?.document.title[language]}</h2>
      <div className={styles.bar}>
        {mayDraw && (
          <Link to={`/scenes/${scene}`} data-edit="">
            {t(data?.delivered ? 'doc.copy' : 'doc.edit')}
          </Link>
        )}
        <a href={`/api/scenes/${scene}/file`} download>
          {t('doc.export')}
        </a>
      </div>
      <Faults error={restore.error} />
      <ol className={styles.versions}>
        {data?.versions.map((v) => (
          <li key={v.version} data-version={v.version}>
            <b>v{v.version}</b> {t(`origin.${v.origin}`)} {v.note}
            <small>
              {v.by.replace(/^account:/, '')} · {momentText(v.at, viewNow(), language)}
            </small>
            {v.version !== newest && (
              <span>
                <Button data-diff="" onClick={() => setFrom(v.version)}>
                  {t('doc.diff')}
                </Button>
                {mayDraw && !data.delivered && (
                  <Button
                    data-restore=""
                    disabled={restore.isPending}
                    onClick={() => restore.mutate(v.version)}
                  >
                    {t('doc.restore')}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ol>
      {diff.data && (
        <ul className={styles.changes} data-changes={diff.data.changes.length}>
          {diff.data.changes.map((c) => (
            <li key={JSON.stringify(c)} data-change={c.kind}>
              <b>{t(`change.${c.kind}`)}</b> {c.page !== null && t('doc.page', { page: c.page + 1 })} {c.part}{' '}
              {c.field}
              <small>
                {c.before} → {c.after}
              </small>
            </li>
          ))}
        </ul>
      )}
    </aside>
  )
}
