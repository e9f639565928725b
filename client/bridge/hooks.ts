import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { liveSocket } from '../live/index.ts'
import { Call, type CallState } from './call.ts'
import type { Remote } from './carrier.ts'
import { meterLevel } from './devices.ts'
import { followWall, NO_FEED, previewWall, type WallFeed } from './wallFeed.ts'

/** Our part in a session while mounted. `session` null: the invitation's own. Call connectLive before. */
export function useCall(
  session: string | null,
  enabled: boolean,
): { call: Call | null; state: CallState | null } {
  const [call, setCall] = useState<Call | null>(null)
  useEffect(() => {
    if (!enabled) return
    const made = new Call(liveSocket(), session)
    made.open()
    setCall(made)
    // A closed window says so; what is only cut off is lost, not left.
    const leaving = () => made.leave()
    window.addEventListener('pagehide', leaving)
    return () => {
      window.removeEventListener('pagehide', leaving)
      made.leave()
      made.close()
      setCall(null)
    }
  }, [session, enabled])
  const state = useStore(call?.store ?? nobody)
  return { call, state: call ? state : null }
}
const nobody = createStore<CallState>(() => ({
  phase: 'idle',
  end: null,
  problem: null,
  session: null,
  point: null,
  greeted: 0,
  remotes: new Map(),
  microphone: false,
  camera: false,
  drawn: false,
  local: null,
  screen: null,
  quality: null,
}))

const dark: StoreApi<WallFeed> = createStore<WallFeed>(() => NO_FEED)

/** For the wall: the session that belongs on it and the spotlighted picture, while mounted. Mount once a page. */
export function useWallFeed(): WallFeed {
  const [store, setStore] = useState(dark)
  useEffect(() => {
    const feed = followWall(liveSocket())
    setStore(feed.store)
    return () => feed.stop()
  }, [])
  return useStore(store)
}

/**
 * For whoever directs without sitting in the chair: what the wall shows, as a screen receives it. Asked for after each
 * greeting (`greeted`): before it the server does not know whose preview this is.
 */
export function useWallPreview(session: string | null, greeted: number): WallFeed {
  const [store, setStore] = useState(dark)
  useEffect(() => {
    if (!session || !greeted) return
    const feed = previewWall(liveSocket())
    setStore(feed.store)
    return () => {
      feed.stop()
      setStore(dark)
    }
  }, [session, greeted])
  return useStore(store)
}

/** Loudness of a stream, 0 to 1. */
export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0)
  useEffect(() => {
    if (!stream) return
    const stop = meterLevel(stream, (now) => setLevel((before) => Math.max(now, before * 0.7)))
    return () => {
      stop()
      setLevel(0)
    }
  }, [stream])
  return level
}

/** Keeps a media element on a stream, by the stream's own way where it has one. */
export function useAttached(stream: MediaStream | null, attach?: Remote['attach']) {
  const ref = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    if (attach) return attach(element)
    if (element.srcObject !== stream) element.srcObject = stream
    // Refused only while nobody has touched the page yet; the picture then starts without sound by `muted`.
    if (stream) element.play().catch(() => undefined)
  }, [stream, attach])
  return useMemo(() => ref, [])
}
