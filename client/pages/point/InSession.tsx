import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PointGreeting } from '../../../shared/api/bridge.ts'
import { type CallEnd, type Devices, Picture, ReadinessPanel, useCall } from '../../bridge/index.ts'
import { useLanguage, useReadAgain } from '../../ui/index.ts'
import { Notice } from './Notice.tsx'
import styles from './point.module.css'
import { Room } from './Room.tsx'

type Props = {
  /** Null: the invitation's own. */
  session: string | null
  greeting: PointGreeting | null
  devices: Devices
  drawnFirst: boolean
}

/** Check, join, be there, and how it ended. */
export function InSession({ session, greeting, devices, drawnFirst }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const { call, state } = useCall(session, true)
  useReadAgain()
  const [joined, setJoined] = useState(false)
  useEffect(() => {
    call?.setLocal(devices.stream, devices.drawn)
  }, [call, devices.stream, devices.drawn])
  const own = state?.session?.points.find((p) => p.id === state.point)
  const title = state?.session?.title ?? greeting?.title ?? ''
  const name = own?.name[language] ?? greeting?.unit[language] ?? ''
  const join = () => {
    setJoined(true)
    call?.join()
  }
  if (state?.phase === 'over')
    return (
      <Notice
        title={t(`over.${state.end ?? 'left'}`)}
        text={state.problem?.message[language] ?? t(`overHow.${state.end ?? 'left'}`)}
        code={state.problem?.code ?? `BRIDGE_${(state.end ?? 'left').toUpperCase()}`}
      >
        {comesBack(state.end) && (
          <button type="button" className={styles.primary} onClick={join} data-action="rejoin">
            {t('point.rejoin')}
          </button>
        )}
      </Notice>
    )
  if (state?.problem?.code === 'BRIDGE_LOBBY')
    return (
      <Notice title={title} text={t('lobby.outside')} code={state.problem.code}>
        <div className={styles.self}>
          <Picture stream={state.local} muted label={t('point.own')} point="self" />
        </div>
      </Notice>
    )
  if (
    call &&
    state &&
    (state.phase === 'in' || state.phase === 'returning' || state.phase === 'joining') &&
    joined
  )
    return <Room call={call} state={state} account={session !== null} />
  return (
    <section className={styles.check} data-phase={state?.phase ?? 'idle'}>
      <header>
        <p>{t('point.invitedTo')}</p>
        <h1>{title}</h1>
        <p className={styles.unit}>{name}</p>
      </header>
      {own && (
        <ReadinessPanel
          of={session ? { session } : {}}
          devices={devices}
          unit={own.unit}
          name={name}
          drawnFirst={drawnFirst}
        />
      )}
      {state?.problem && (
        <p className={styles.problem} role="alert" data-problem={state.problem.code}>
          {state.problem.message[language]}
        </p>
      )}
      <button
        type="button"
        className={styles.primary}
        onClick={join}
        disabled={!own || devices.opening}
        data-action="join"
      >
        {t('point.join')}
      </button>
    </section>
  )
}

const comesBack = (end: CallEnd | null) => end === 'left' || end === 'replaced'
