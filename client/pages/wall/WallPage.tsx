import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { screenToken } from '../../api/index.ts'
import { deviceSecret } from '../../bridge/index.ts'
import { StageSign } from '../../duty/StageSign.tsx'
import { connectLive, liveSocket, onTold, useLiveEvent } from '../../live/index.ts'
import { LineageProvider, TimeFrame } from '../../ui/index.ts'
import styles from './device/device.module.css'
import { forgetPicture, restorePicture } from './device/keep.ts'
import { Overlays } from './device/Overlays.tsx'
import { SmallFace, useSmall } from './device/SmallFace.tsx'
import { deviceStore } from './device/self.ts'
import { useDevice } from './device/useDevice.ts'
import { WallBoundary } from './device/WallBoundary.tsx'
import { PairingScreen } from './PairingScreen.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import { usePairing } from './pairing.ts'
import { Wall } from './Wall.tsx'

/** The wall signs in as a screen, not as a person: its device token, or a code on its face until someone lets it in. */
export default function WallPage() {
  const { pairing, forget } = usePairing()
  const token = pairing.state === 'paired' ? pairing.token : null
  useEffect(() => {
    document.documentElement.classList.add('on-wall')
    return () => document.documentElement.classList.remove('on-wall')
  }, [])
  if (pairing.state !== 'paired') return <PairingScreen pairing={pairing} />
  const revoked = () => {
    void forgetPicture()
    forget()
  }
  return <Connected key={token} token={pairing.token} onRevoked={revoked} />
}

/** How long the server is waited for before what was kept is shown. */
const PATIENCE_MS = 2_500

function Connected({ token, onRevoked }: { token: string; onRevoked(): void }) {
  // Before anything below opens a view: the socket must be this screen's, under the newest token it was given.
  connectLive({ kind: 'screen', token: screenToken.get() ?? token, device: deviceSecret() })
  useLiveEvent('screen:revoked', onRevoked)
  const [begun, setBegun] = useState(false)
  useEffect(() => {
    const socket = liveSocket()
    const refused = (error: Error) => {
      if (error.message === 'UNAUTHENTICATED') onRevoked()
      if (error.message === 'SCREEN_TAKEN') deviceStore.setState({ taken: true })
    }
    let told = false
    const begin = () => {
      told = true
      deviceStore.setState({ keptAt: null })
      setBegun(true)
    }
    // Told what it is, not only connected: a screen that is to be dark never shows its picture first.
    const off = onTold('screen:self', begin)
    socket.on('connect_error', refused)
    // Connected is not yet told: where the line goes again before that, what was kept is shown after all.
    const late = setInterval(() => {
      if (told) return clearInterval(late)
      if (socket.connected) return
      clearInterval(late)
      void restorePicture().then((keptAt) => {
        // Connected meanwhile, it begins when it is told what it is.
        if (socket.connected) return
        deviceStore.setState({ keptAt })
        setBegun(true)
      })
    }, PATIENCE_MS)
    return () => {
      clearInterval(late)
      off()
      socket.off('connect_error', refused)
    }
  }, [onRevoked])
  useDevice()
  const taken = useStore(deviceStore, (s) => s.taken)
  if (taken) return <Taken />
  if (!begun) return null
  // Whatever breaks the picture, the device below goes on: it is told, it tells, and what lies over the picture stays.
  return (
    <>
      <WallBoundary>
        <LineageProvider>
          <TimeFrame wall />
          <StageSign />
          <Shown />
        </LineageProvider>
      </WallBoundary>
      <PartBoundary name="overlays" quiet>
        <Overlays />
      </PartBoundary>
    </>
  )
}

/** The scene, as bright as it is to be; in a window that holds no scene, one number. */
function Shown() {
  const small = useSmall()
  const night = useStore(deviceStore, (s) => s.overlay.night)
  const lower = (element: HTMLElement | null) => {
    if (element && night !== null) element.style.setProperty('--night', `${night}`)
  }
  return (
    <div
      ref={lower}
      className={night === null ? undefined : styles.night}
      data-night-level={night ?? undefined}
    >
      {small ? <SmallFace /> : <Wall />}
    </div>
  )
}

function Taken() {
  const { t } = useTranslation('wall')
  return (
    <main className={styles.taken} data-taken="">
      <b>{t('device.taken')}</b>
      <p>{t('device.takenHow')}</p>
    </main>
  )
}
