import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation, useParams } from 'react-router'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { InvitationView } from '../../../shared/api/bridge.ts'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { api, useMe } from '../../api/index.ts'
import { useCall, useDevices } from '../../bridge/index.ts'
import { StageFact } from '../../duty/StageFact.tsx'
import { connectLive, useServerClock } from '../../live/index.ts'
import { Button, Problem, TimeButton, useLanguage } from '../../ui/index.ts'
import { AgendaBar } from './AgendaBar.tsx'
import { Controls } from './Controls.tsx'
import { EndDialog } from './EndDialog.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { JoinPanel } from './JoinPanel.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { keepInvitations, keptInvitations } from './links.ts'
import { ProvinceNumbers } from './ProvinceNumbers.tsx'
import { RecordingMark } from './RecordingMark.tsx'
import { RollCall } from './RollCall.tsx'
import { countRoll, duration, isPresent, pointInFocus, timeOfDay } from './rollCall.ts'
import { Stage } from './Stage.tsx'
import styles from './session.module.css'
import { useRecorder } from './useRecorder.ts'
import { useSessionActions } from './useSessionActions.ts'

/** People of an invited unit answer as that point; everyone else comes to direct. */
export default function SessionPage() {
  const { id = '' } = useParams()
  const { person } = useMe()
  if (person?.role === 'agency') return <Navigate to={`/point?session=${encodeURIComponent(id)}`} replace />
  return <Directing key={id} id={id} />
}

/** The leader's page: a province's picture beside its own numbers, who is there, and the few things to do. */
function Directing({ id }: { id: string }) {
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
  const recording = useRecorder(session, call, state, focus)
  if (!session)
    return (
      <main className={styles.message}>
        <Problem error={first.error} />
        {!first.error && <p>{t('session.opening')}</p>}
      </main>
    )
  const counts = countRoll(session.points)
  const ended = session.endedAt !== null
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  const linked = session.points.find((p: BridgePointView) => p.id === linkOf)
  return (
    <main className={styles.page} data-page="session" data-phase={state?.phase ?? 'idle'}>
      <header className={styles.head}>
        <h1>{session.title}</h1>
        <p>
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
        <TimeButton />
        <time>{timeOfDay(now)}</time>
        {!ended && (
          <Button onClick={() => setDialog('end')} data-action="end">
            {t('end.button')}
          </Button>
        )}
      </header>
      <Stage session={session} state={state} focus={focus} now={now} onFocus={setChosen}>
        {!inside && (
          <JoinPanel
            call={call}
            state={state}
            ended={ended}
            devices={devices}
            unit={session.points.find((p) => p.id === session.chair)?.unit ?? 'VN'}
          />
        )}
      </Stage>
      <div className={styles.below}>
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
          now={now}
          mayDirect={!ended}
          actions={actions}
          recording={recording}
          onInvite={() => setDialog('invite')}
        />
      </div>
      <aside className={styles.side}>
        {actions.error && <Problem error={actions.error} />}
        {recording.error !== null && <Problem error={recording.error} />}
        {agenda.length > 0 && (
          <AgendaBar agenda={agenda} session={session} mayDirect={!ended} actions={actions} />
        )}
        {focus ? (
          <ProvinceNumbers
            key={`${focus.unit}/${session.item}`}
            point={focus}
            session={id}
            first={session.item === null ? [] : (agenda[session.item]?.indicators.map((i) => i.code) ?? [])}
          />
        ) : (
          <p className={styles.nobody}>{t('session.nobody')}</p>
        )}
      </aside>
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
