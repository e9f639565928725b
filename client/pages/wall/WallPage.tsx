import { useEffect } from 'react'
import { connectLive, liveSocket, useLiveEvent } from '../../live/index.ts'
import { LineageProvider, TimeFrame } from '../../ui/index.ts'
import { PairingScreen } from './PairingScreen.tsx'
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
  return <Connected key={token} token={pairing.token} onRevoked={forget} />
}

function Connected({ token, onRevoked }: { token: string; onRevoked(): void }) {
  // Before anything below opens a view: the socket must be this screen's.
  connectLive({ kind: 'screen', token })
  useLiveEvent('screen:revoked', onRevoked)
  useEffect(() => {
    const socket = liveSocket()
    const refused = (error: Error) => {
      if (error.message === 'UNAUTHENTICATED') onRevoked()
    }
    socket.on('connect_error', refused)
    return () => {
      socket.off('connect_error', refused)
    }
  }, [onRevoked])
  return (
    <LineageProvider>
      <TimeFrame wall />
      <Wall />
    </LineageProvider>
  )
}
