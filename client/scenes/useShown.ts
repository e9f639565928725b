import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { SceneShown } from '../../shared/live.ts'
import { turnOf } from '../../shared/scene.ts'
import {
  describeScreen,
  keepTurning,
  liveSocket,
  reportTurn,
  serverNow,
  turnAt,
  useLiveEvent,
} from '../live/index.ts'

/** A timer may be this much early of the server's clock. */
const EARLY_MS = 4

/** Outlives the page's parts, and may be there before the server has said anything: kept from before. */
const shownStore = createStore<{ shown: SceneShown | null }>(() => ({ shown: null }))
export const shownNow = (): SceneShown | null => shownStore.getState().shown
export const standWith = (shown: SceneShown | null): void => shownStore.setState({ shown })
export const onShown = (listener: () => void): (() => void) => shownStore.subscribe(listener)

/** What the server's director has this screen show, taken at its instant; null before it has said anything. */
export function useShown(): { shown: SceneShown | null; page: number } {
  const [coming, setComing] = useState<SceneShown | null>(null)
  const shown = useStore(shownStore, (s) => s.shown)
  const [page, setPage] = useState(0)
  useLiveEvent('scene:show', setComing)
  useEffect(() => {
    const socket = liveSocket()
    const ask = () => socket.emit('scene:watch', (shown) => shown && setComing(shown))
    socket.on('connect', ask)
    if (socket.connected) ask()
    return () => {
      socket.off('connect', ask)
    }
  }, [])
  useEffect(() => {
    if (!coming) return
    return turnAt(coming.at, `scene:${coming.scene}`, () => standWith(coming))
  }, [coming])
  useEffect(() => {
    if (!shown) return
    if (shown.page !== null) return setPage(shown.page)
    return keepTurning((turned) => {
      const { page, began, ends } = turnOf(shown.document, shown.since, serverNow() + EARLY_MS)
      setPage(page)
      if (turned) reportTurn(began, `page:${shown.scene}/${page + 1}`)
      return shown.held ? null : ends
    })
  }, [shown])
  useEffect(() => {
    if (!shown) return
    if (!shown.document.pages.some((p) => p.parts.some((x) => x.kind === 'sections')))
      describeScreen({
        scene: `${shown.scene} ${page + 1}/${shown.document.pages.length}${shown.held ? ' ■' : ''}`,
        width: Math.round(innerWidth * devicePixelRatio),
        height: Math.round(innerHeight * devicePixelRatio),
      })
  }, [shown, page])
  return { shown, page }
}
