import { useCallback, useEffect, useRef, useState } from 'react'
import { type DeviceChoice, type DeviceProblem, listDevices, openDevices } from './devices.ts'
import { type TestPicture, testPicture } from './testPicture.ts'

export type DevicesState = {
  /** Null until opened. */
  stream: MediaStream | null
  drawn: boolean
  opening: boolean
  camera: DeviceProblem | null
  microphone: DeviceProblem | null
  cameras: MediaDeviceInfo[]
  microphones: MediaDeviceInfo[]
  choice: DeviceChoice
}
export type Devices = DevicesState & {
  /** Asks the browser for the chosen devices. */
  open(choice?: Partial<DeviceChoice>): void
  /** Puts a drawn moving picture in the camera's place. */
  draw(unit: string, name: string): void
}

const CLOSED: DevicesState = {
  stream: null,
  drawn: false,
  opening: false,
  camera: null,
  microphone: null,
  cameras: [],
  microphones: [],
  choice: { camera: null, microphone: null },
}

/** Camera and microphone of this page, or a drawn picture; closed when unmounted. */
export function useDevices(): Devices {
  const [state, setState] = useState(CLOSED)
  const picture = useRef<TestPicture | null>(null)
  const held = useRef<MediaStream | null>(null)
  const choice = useRef(CLOSED.choice)
  /** Only the newest request counts. */
  const turn = useRef(0)

  const release = useCallback(() => {
    picture.current?.stop()
    picture.current = null
    for (const track of held.current?.getTracks() ?? []) track.stop()
    held.current = null
  }, [])

  const open = useCallback(
    async (change: Partial<DeviceChoice> = {}) => {
      const mine = ++turn.current
      choice.current = { ...choice.current, ...change }
      setState((s) => ({ ...s, opening: true, choice: choice.current }))
      release()
      const opened = await openDevices(choice.current)
      const lists = await listDevices()
      if (mine !== turn.current) {
        for (const track of opened.stream.getTracks()) track.stop()
        return
      }
      held.current = opened.stream
      const { camera, microphone, stream } = opened
      setState({ stream, drawn: false, opening: false, camera, microphone, ...lists, choice: choice.current })
    },
    [release],
  )

  const draw = useCallback(
    (unit: string, name: string) => {
      turn.current++
      release()
      picture.current = testPicture(unit, name)
      const { stream } = picture.current
      setState((s) => ({ ...s, stream, drawn: true, opening: false, camera: null, microphone: null }))
    },
    [release],
  )

  useEffect(() => {
    const again = () => {
      void listDevices().then((lists) => setState((s) => ({ ...s, ...lists })))
    }
    navigator.mediaDevices?.addEventListener('devicechange', again)
    return () => {
      turn.current++
      navigator.mediaDevices?.removeEventListener('devicechange', again)
      release()
    }
  }, [release])

  return { ...state, open: (change) => void open(change), draw }
}
