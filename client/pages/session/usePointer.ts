import { useEffect, useState } from 'react'
import type { PointerMark } from '../../../shared/room.ts'
import { liveSocket, useLiveEvent } from '../../live/index.ts'

/** What whoever directs points at. A cut line ends it: that it was lifted meanwhile is not said again. */
export function usePointer(): PointerMark | null {
  const [mark, setMark] = useState<PointerMark | null>(null)
  useLiveEvent('bridge:pointer', setMark)
  useEffect(() => {
    const socket = liveSocket()
    const lift = () => setMark(null)
    socket.on('disconnect', lift)
    return () => {
      socket.off('disconnect', lift)
    }
  }, [])
  return mark
}
