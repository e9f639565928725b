import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation, useParams, useSearchParams } from 'react-router'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { InvitationView } from '../../../shared/api/bridge.ts'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { api, useMe } from '../../api/index.ts'
import { useCall, useDevices, useWallPreview } from '../../bridge/index.ts'
import { StageFact } from '../../duty/StageFact.tsx'
import { connectLive, useFrame, useServerClock, useView } from '../../live/index.ts'
import { Problem, TimeButton, useLanguage } from '../../ui/index.ts'
import { AgendaBar } from './AgendaBar.tsx'
import { Controls } from './Controls.tsx'
import { EndButton } from './EndButton.tsx'
import { EndDialog } from './EndDialog.tsx'
import { FloorPanel } from './FloorPanel.tsx'
import { FrameLine } from './FrameLine.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { JoinPanel } from './JoinPanel.tsx'
import { KeyFoot } from './KeyFoot.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { keepInvitations, keptInvitations } from './links.ts'
import { Messages } from './Messages.tsx'
import { Operator } from './Operator.tsx'
import operator from './operator.module.css'
import { PointerField } from './PointerField.tsx'
import { ProvinceNumbers } from './ProvinceNumbers.tsx'
import { RecordingMark } from './RecordingMark.tsx'
import { RollCall } from './RollCall.tsx'
import { countRoll, duration, isPresent, pointInFocus, timeOfDay } from './rollCall.ts'
import { Stage } from './Stage.tsx'
import styles from './session.module.css'
import { useEngines } from './useEngines.ts'
import { useMessages } from './useMessages.ts'
import { useRecorder } from './useRecorder.ts'
import { useSessionActions } from './useSessionActions.ts'
import { useSessionKeys } from './useSessionKeys.ts'
import { type SessionViewName, ViewSwitch } from './ViewSwitch.tsx'
import { WallPictures } from './WallPictures.tsx'

/** People of an invited unit answer as that point; everyone else comes to direct. */
export default function SessionPage() {
  const { id = '' } = useParams()
  const { person } = useMe()
  if (person?.role === 'agency') return <Navigate to={`/point?session=${encodeURIComponent(id)}`} replace />
  return <Directing key={id} id={id} runs={person?.role === 'duty' || person?.role === 'administrator'} />
}

/**
 * The page of whoever directs. The leader has a province's picture beside its own numbers; who runs the session has the
 * wall, the shares and the messages in that place. Either may look at the other's.
 */
function Directing({ id, runs }: { id: string; runs: boolean }) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const handed = (useLocation().state as { invitations?: InvitationView[] } | null)?.invitations
  const now = useServerClock()
  const first = useQuery({
    queryKey: ['bridge', id],
    queryFn: () => api.get<BridgeView>(`/api/bridge/${id}`),
  })
  const open = first.data !== undefined && first.data.endedAt === null
  useEffect(() => {
    connectLive({ kind: 'person' })
  }, [])
  const booked = useQuery({
    queryKey: ['bridge', id, 'booking'],
    queryFn: () => api.get<{ booking: BookingView | null }>(`/api/bridge/${id}/booking`),
  })
  const agenda = booked.data?.booking?.agenda ?? []
  const { call, state } = useCall(id, open)
  const devices = useDevices()
  const [chosen, setChosen] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'invite' | 'end' | null>(null)
  const [pointing, setPointing] = useState(false)
  const [writes, setWrites] = useState(false)
  const [query, setQuery] = useSearchParams()
  const asked = query.get('view')
  const view: SessionViewName =
    asked === 'operator' || asked === 'leader' ? asked : runs ? 'operator' : 'leader'
  const [linkOf, setLinkOf] = useState<string | null>(null)
  const [links, setLinks] = useState(() => keptInvitations(id, handed ?? []))
  const invited = (made: InvitationView) => {
    setLinks((before) => keepInvitations(id, [...before, made]))
    setLinkOf(made.point)
  }
  const actions = useSessionActions(id, invited)
  useEffect(() => {
    call?.setLocal(devices.stream, devices.drawn)
  }, [call, devices.stream, devices.drawn])

  const session = state?.session ?? first.data
  const focus = session ? pointInFocus(session, chosen) : null
  const recording = useRecorder(session, call, state, focus, useEngines()?.egress ?? false)
  const phase = state?.phase
  const greeted = state?.greeted ?? 0
  const messages = useMessages(id, phase === 'testing' || phase === 'in' ? greeted : 0)
  const looksOn = view === 'operator' && phase === 'testing'
  const preview = useWallPreview(looksOn ? id : null, greeted)
  const frame = useFrame(useView(focus ? { kind: 'unit', unit: focus.unit } : null))
  const press = () => {
    if (recording.own) recording.stop()
    else if (session?.recording) actions.stopRecording.mutate()
    else recording.start()
  }
  useSessionKeys(session !== undefined && session.endedAt === null, {
    spotlight: () => focus && actions.spotlight.mutate(focus.id === session?.spotlight ? null : focus.id),
    numbers: () =>
      focus && actions.numbers.mutate(focus.id === session?.room.numbers?.point ? null : focus.id),
    pointer: () => setPointing((on) => !on),
    muteAll: () => actions.muteAll.mutate(),
    view: () => setQuery({ view: view === 'leader' ? 'operator' : 'leader' }, { replace: true }),
    record: recording.busy || (session?.recording === null && !recording.possible) ? null : press,
    end: () => setDialog('end'),
  })
  if (!session)
    return (
      <main className={styles.message}>
        <Problem error={first.error} />
        {!first.error && <p>{t('session.opening')}</p>}
      </main>
    )
  const counts = countRoll(session.points)
  const ended = session.endedAt !== null
  const { room } = session
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  const linked = session.points.find((p: BridgePointView) => p.id === linkOf)
  return (
    <main className={styles.page} data-page="session" data-phase={state?.phase ?? 'idle'}>
      <header className={styles.head}>
        <h1 title={session.title}>{session.title}</h1>
        <p className={styles.chaired}>
          {t('session.chairedBy', {
            name: session.points.find((p) => p.id === session.chair)?.name[language],
          })}
        </p>
        <p className={styles.length}>
          {t(ended ? 'session.lasted' : 'session.lasts')}{' '}
          <strong>{duration((session.endedAt ?? now) - session.openedAt)}</strong>
        </p>
        {session.points.some((p) => p.drawn) && <p className={styles.simulated}>{t('simulatedPictures')}</p>}
        <RecordingMark since={session.recording} now={now} sound={inside} />
        {recording.instead && (
          <p className={styles.cut} role="alert" data-recording-instead={recording.instead}>
            {t('recording.instead', { why: t(`recording.fault.${recording.instead}`) })}
          </p>
        )}
        {session.held && (
          <p className={styles.cut} role="alert" data-held="">
            {t('session.held')}
          </p>
        )}
        {state?.phase === 'returning' && (
          <p className={styles.cut} role="alert">
            {t('session.cut')}
          </p>
        )}
        <StageFact />
        <ViewSwitch
          view={view}
          unread={view === 'leader' ? messages.unread : 0}
          onView={(next) => setQuery({ view: next }, { replace: true })}
        />
        <TimeButton />
        <time>{timeOfDay(now)}</time>
        {!ended && <EndButton onEnd={() => actions.end.mutate()} onAsk={() => setDialog('end')} />}
      </header>
      <Stage session={session} state={state} focus={focus} now={now} onFocus={setChosen}>
        {!inside && looksOn && session.wall.length > 0 && (
          <div className={operator.stagePreview} data-stage-preview="">
            <WallPictures session={session} remotes={preview.remotes} named />
          </div>
        )}
        {!inside && !looksOn && (
          <JoinPanel
            call={call}
            state={state}
            ended={ended}
            devices={devices}
            unit={session.points.find((p) => p.id === session.chair)?.unit ?? 'VN'}
          />
        )}
      </Stage>
      <div className={styles.below} data-ended={ended || undefined}>
        {!ended && <FloorPanel session={session} now={now} actions={actions} />}
        <RollCall
          session={session}
          focus={focus?.id ?? null}
          mayDirect={!ended}
          actions={actions}
          onFocus={setChosen}
          onLink={(p) => setLinkOf(p.id)}
        />
        <Controls
          call={call}
          state={state}
          session={session}
          focus={focus}
          mayDirect={!ended}
          actions={actions}
          pointing={pointing}
          onPointing={setPointing}
          recording={recording}
          onRecord={press}
          onInvite={() => setDialog('invite')}
        />
      </div>
      <aside className={styles.side}>
        {actions.error && <Problem error={actions.error} />}
        {recording.error !== null && <Problem error={recording.error} />}
        {agenda.length > 0 && (
          <AgendaBar agenda={agenda} session={session} mayDirect={!ended} actions={actions} />
        )}
        {view === 'operator' && !ended ? (
          <Operator
            session={session}
            call={call}
            state={state}
            focus={focus}
            preview={looksOn ? preview : null}
            messages={messages}
            now={now}
            actions={actions}
            first={agenda[session.item ?? -1]?.indicators[0]?.code ?? ''}
          />
        ) : focus ? (
          <>
            {room.numbers?.point === focus.id && (
              <FrameLine here={frame} there={focus.frame} name={focus.name[language]} />
            )}
            <PointerField unit={focus.unit} frame={frame} pointing={pointing}>
              <ProvinceNumbers
                key={`${focus.unit}/${session.item}`}
                point={focus}
                session={id}
                first={
                  session.item === null ? [] : (agenda[session.item]?.indicators.map((i) => i.code) ?? [])
                }
              />
            </PointerField>
          </>
        ) : (
          <p className={styles.nobody}>{t('session.nobody')}</p>
        )}
        {view === 'leader' && !ended && (
          <>
            {writes && (
              <div className={operator.writes}>
                <Messages session={session} own={null} messages={messages} />
              </div>
            )}
            <button
              type="button"
              className={operator.toggle}
              aria-expanded={writes}
              onClick={() => setWrites(!writes)}
              data-action="messages"
            >
              {t('messages.title')} {!writes && messages.unread > 0 && <b>{messages.unread}</b>}
            </button>
          </>
        )}
      </aside>
      <KeyFoot />
      {dialog === 'invite' && (
        <InviteDialog session={session} actions={actions} onClose={() => setDialog(null)} />
      )}
      {dialog === 'end' && (
        <EndDialog
          present={session.points.filter((p) => p.role === 'point' && isPresent(p)).length || counts.present}
          actions={actions}
          onClose={() => setDialog(null)}
        />
      )}
      {linked && (
        <LinkDialog
          point={linked}
          link={links.findLast((l) => l.point === linked.id)?.link ?? null}
          actions={actions}
          onClose={() => setLinkOf(null)}
        />
      )}
    </main>
  )
}
