import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { PointGreeting } from '../../../shared/api/bridge.ts'
import { useDevices } from '../../bridge/index.ts'
import { StageSign } from '../../duty/StageSign.tsx'
import { connectLive } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { InSession } from './InSession.tsx'
import { invitationToken, openInvitation, pointCredential, type Refusal } from './link.ts'
import { Notice } from './Notice.tsx'
import styles from './point.module.css'

type Step =
  | { kind: 'opening' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'open'; greeting: PointGreeting | null }

const RETRY_MS = 3_000

/** The invited person's page: by the link in the address, or by a signed-in account whose unit was rung. */
export default function PointPage() {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const [query] = useSearchParams()
  const session = query.get('session')
  // 'picture=drawn' joins with the drawn test picture: demonstration points.
  const drawnFirst = query.get('picture') === 'drawn'
  const [token, setToken] = useState(() => invitationToken(location.hash))
  const [step, setStep] = useState<Step>({ kind: 'opening' })
  const devices = useDevices()

  useEffect(() => {
    const changed = () => setToken(invitationToken(location.hash))
    window.addEventListener('hashchange', changed)
    return () => window.removeEventListener('hashchange', changed)
  }, [])

  useEffect(() => {
    if (!token) {
      if (session) {
        connectLive({ kind: 'person' })
        setStep({ kind: 'open', greeting: null })
      }
      return
    }
    let retry: ReturnType<typeof setTimeout>
    let over = false
    const ask = () =>
      openInvitation(token).then(
        (answer) => {
          if (over) return
          if ('refusal' in answer) return setStep({ kind: 'refused', refusal: answer.refusal })
          connectLive({ kind: 'point', token: pointCredential(token) })
          setStep({ kind: 'open', greeting: answer.greeting })
        },
        () => {
          if (!over) retry = setTimeout(ask, RETRY_MS)
        },
      )
    void ask()
    return () => {
      over = true
      clearTimeout(retry)
    }
  }, [token, session])

  return (
    <main className={styles.page} data-page="point" data-step={step.kind}>
      {!token && !session ? (
        <Notice title={t('point.noLink')} text={t('point.noLinkHow')} />
      ) : step.kind === 'refused' ? (
        <Notice title={t('point.refused')} text={step.refusal.message[language]} code={step.refusal.code} />
      ) : step.kind === 'opening' ? (
        <Notice title={t('point.opening')} text={t('point.openingHow')} />
      ) : (
        <>
          <StageSign />
          <InSession
            key={token ?? session}
            session={token ? null : session}
            greeting={step.greeting}
            devices={devices}
            drawnFirst={drawnFirst}
          />
        </>
      )}
    </main>
  )
}
