import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SceneActKind, Showing as State } from '../../../shared/api/scenes.ts'
import { reach, type Target } from '../../../shared/playlist.ts'
import { useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { viewNow } from '../../live/index.ts'
import { Button, momentText, Problem, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { AskedFacts } from './AskedFacts.tsx'
import { useAct, useDecision, usePlaylists, useSceneList } from './api.ts'
import styles from './scenes.module.css'
import { TargetSelect } from './TargetSelect.tsx'

const KEYS = [
  ['p', 'pin'],
  ['n', 'next'],
  ['r', 'release'],
] as const

/** Each screen and what stands on it, by whom and until when; and the buttons that change it. */
export function Showing({ showing, error }: { showing: State | null; error: Error | null }) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const me = useMe()
  const list = useSceneList()
  const playlists = usePlaylists()
  const act = useAct()
  // What is decided goes from the list: what came of it is said here.
  const decide = useDecision()
  const [target, setTarget] = useState<Target>({ kind: 'all' })
  const [scene, setScene] = useState('')
  const mayShow = me.can('manage', 'Scene') || me.can('approve', 'Scene')
  const reached = (s: State['screens'][number]) =>
    reach(target, { screen: s.screen, group: s.group, wall: s.wall?.id ?? null }) >= 0
  const isOnly = (id: number) => target.kind === 'screen' && target.id === id
  const titleOf = (key: string) => list.data?.find((s) => s.scene === key)?.title[language] ?? key
  const named = (keys: readonly string[]) => keys.map(titleOf).join(', ')
  const run = (kind: SceneActKind) => {
    // Pages are turned as often as one presses; all else is done once.
    if (act.isPending && kind !== 'next') return
    decide.reset()
    if (kind !== 'show') act.mutate({ act: kind, target })
    else if (scene) act.mutate({ act: 'show', target, scene })
  }
  useCommands(
    KEYS.map(([keys, kind]) => ({
      ...{ id: `scene.${kind}`, title: t(`act.${kind}`), group: t('palette:group.scenes') },
      ...{ keys: [keys], enabled: mayShow, run: () => run(kind) },
    })),
  )
  const now = viewNow()
  const answer = decide.data ?? act.data
  const silent = answer?.screens.filter((s) => !s.answered && !s.otherwise) ?? []
  const otherwise = answer?.screens.filter((s) => s.otherwise) ?? []
  const asked = showing?.requests.some((r) => r.id === act.data?.request?.id)
  return (
    <div className={styles.showing}>
      <Problem error={error ?? decide.error ?? act.error} />
      {showing?.broken.map((key) => {
        const scenes = named(showing.unagreed.find((u) => u.playlist === key)?.scenes ?? [])
        const playlist = playlists.data?.find((v) => v.playlist.key === key)?.playlist.title[language] ?? key
        return (
          <p key={key} role="alert" className={styles.warning} data-broken={key}>
            {scenes ? t('showing.unagreed', { playlist, scenes }) : t('showing.broken', { playlist })}
          </p>
        )
      })}
      {showing?.takeovers.map((taken) => (
        <p key={taken.cause} className={styles.takeover} data-takeover={taken.kind}>
          <b>{t(taken.overridden ? 'showing.setAside' : `showing.takes.${taken.kind}`)}</b>
          <span>{taken.name[language]}</span>
          <small>{t('showing.since', { time: momentText(taken.since, now, language) })}</small>
          {mayShow && !taken.overridden && (
            <Button
              data-act="override"
              disabled={act.isPending}
              onClick={() => {
                decide.reset()
                act.mutate({ act: 'override', target: { kind: 'all' }, cause: taken.cause })
              }}
            >
              {t('act.override')}
            </Button>
          )}
        </p>
      ))}
      {showing?.requests.map((request) => (
        <Request
          key={request.id}
          request={request}
          restricted={named(request.act.restricted)}
          busy={decide.isPending}
          onDecide={(confirm) => {
            act.reset()
            decide.mutate({ id: request.id, confirm })
          }}
        />
      ))}
      {mayShow && (
        <div className={styles.bar}>
          <div className={styles.target}>
            {t('showing.on')}
            <TargetSelect screens={showing?.screens ?? []} value={target} onChange={setTarget} />
          </div>
          <label>
            {t('showing.scene')}
            <select data-field="scene" value={scene} onChange={(e) => setScene(e.target.value)}>
              <option value="" />
              {list.data?.map((s) => (
                <option key={s.scene} value={s.scene}>
                  {s.title[language]}
                  {s.restricted ? ` (${t('restricted')})` : ''}
                </option>
              ))}
            </select>
          </label>
          <Button primary data-act="show" disabled={!scene || act.isPending} onClick={() => run('show')}>
            {t('act.show')}
          </Button>
          {(['pin', 'next', 'release'] as const).map((kind) => (
            <Button key={kind} data-act={kind} disabled={act.isPending} onClick={() => run(kind)}>
              {t(`act.${kind}`)} <kbd>{kind.charAt(0).toUpperCase()}</kbd>
            </Button>
          ))}
        </div>
      )}
      {asked && <p role="status">{t('showing.asked')}</p>}
      {silent.length > 0 && (
        <p role="status" className={styles.warning}>
          {t('showing.silent', { screens: silent.map((s) => s.name).join(', ') })}
        </p>
      )}
      {otherwise.length > 0 && (
        <p role="status" className={styles.warning} data-otherwise={otherwise.length}>
          {t('showing.otherwise', { screens: otherwise.map((s) => s.name).join(', ') })}
        </p>
      )}
      <table className={admin.table}>
        <thead>
          <tr>
            {(['screen', 'scene', 'why', 'until', 'answer'] as const).map((c) => (
              <th key={c}>{t(`showing.${c}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {showing?.screens.map((s) => (
            <tr
              key={s.screen}
              data-screen={s.screen}
              data-scene={s.scene}
              aria-selected={target.kind !== 'all' && reached(s)}
              onClick={() => setTarget(isOnly(s.screen) ? { kind: 'all' } : { kind: 'screen', id: s.screen })}
            >
              <td>
                {s.name}
                {(s.wall || s.group) && (
                  <small className={styles.belongs}>
                    {[s.wall?.name, s.group].filter(Boolean).join(' · ')}
                  </small>
                )}
              </td>
              <td>
                {s.title[language]} <small>v{s.version}</small>
                {s.held && ` · ${t('showing.held')}`}
              </td>
              <td>
                {t(`why.${s.why.kind}`)}
                {s.why.kind === 'playlist' || s.why.kind === 'takeover' || s.why.kind === 'stage'
                  ? `: ${s.why.name[language]}`
                  : ''}
                {s.why.by && ` · ${s.why.by.replace(/^account:/, '')}`}
                {` · ${momentText(s.why.since, now, language)}`}
              </td>
              <td>{s.until === null ? '–' : momentText(s.until, now, language)}</td>
              <td data-answered={s.answeredAt !== null}>
                {!s.connected
                  ? t('showing.away')
                  : s.answeredAt === null
                    ? t('showing.waiting')
                    : t('showing.answered', { time: momentText(s.answeredAt, now, language) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {showing?.screens.length === 0 && <p className={admin.none}>{t('showing.none')}</p>}
    </div>
  )
}

type RequestProps = {
  request: State['requests'][number]
  /** The names of the restricted scenes that it is about. */
  restricted: string
  busy: boolean
  onDecide(confirm: boolean): void
}

/** What one person asked for and another confirms. */
function Request({ request, restricted, busy, onDecide }: RequestProps) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  return (
    <div className={styles.request} data-request={request.id}>
      <b>{t('showing.second')}</b>
      <span>
        {request.by}: {t(`act.${request.act.act}`)}{' '}
        {request.name?.[language] ?? request.act.playlist ?? request.act.scene ?? request.act.cause ?? ''}
        {restricted && ` · ${t('showing.restricted', { scenes: restricted })}`}
      </span>
      <AskedFacts request={request} />
      <small>{t('showing.expires', { time: momentText(request.expiresAt, viewNow(), language) })}</small>
      {!request.own && (
        <Button primary data-confirm="" disabled={busy} onClick={() => onDecide(true)}>
          {t('showing.confirm')}
        </Button>
      )}
      <Button data-refuse="" disabled={busy} onClick={() => onDecide(false)}>
        {t(request.own ? 'showing.takeBack' : 'showing.refuse')}
      </Button>
    </div>
  )
}
