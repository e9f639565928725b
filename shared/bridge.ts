// A video session as its pages see it, and what its ends exchange.

import type { FrameMark, RoomState } from './room.ts'
import type { Language } from './vocabulary.ts'

export type RTCIceServerLike = { urls: string | string[]; username?: string; credential?: string }
/** How picture and sound travel: between the browsers themselves, or over a LiveKit server. */
export type BridgeDriver = 'peer' | 'livekit'
/** Right to exchange media for a few minutes, and who this browser is among the peers. */
export type BridgeGrant = { id: string; incarnation: number; expiresAt: number } & (
  | { driver: 'peer'; ice: RTCIceServerLike[] }
  | { driver: 'livekit'; url: string; room: string; token: string }
)
/** One other end. `incarnation` is new each time it joins: links to an older one are dead. Screens only receive. */
export type BridgePeer = {
  id: string
  incarnation: number
  kind: 'point' | 'screen'
  /** Between a point and a screen: the shared screen goes in place of the point's picture. */
  shares?: boolean
}
/** WebRTC signalling between two ends. `incarnation` is the sender's, `to` the receiver's; a higher `round` replaces the link. */
export type BridgeSignal = { incarnation: number; to: number; round: number } & (
  | { kind: 'description'; type: 'offer' | 'answer'; sdp: string }
  | { kind: 'candidate'; candidate: string; sdpMid: string | null; sdpMLineIndex: number | null }
  | { kind: 'rebuild' }
)
export type PointQuality = {
  width: number
  height: number
  framesPerSecond: number
  lossPercent: number
  roundTripMs: number
  receiving: number
  /** Heights of the pictures that go out at once, the smallest first: one, or a layer each for large and small tiles. */
  layers?: number[]
  /** What keeps the picture smaller than it could be. */
  limited?: 'none' | 'cpu' | 'bandwidth' | 'other'
}

export type BridgePointView = {
  id: string
  unit: string
  unitFrom: string
  name: Record<Language, string>
  role: 'chair' | 'point'
  state: 'invited' | 'ringing' | 'testing' | 'joined' | 'weak' | 'lost' | 'left'
  since: number
  invitedAt: number
  joinedAt: number | null
  leftAt: number | null
  /** By the chair: neither sent nor played anywhere. */
  muted: boolean
  /** When it asked for the floor, ms since 1970; null while it does not. */
  hand: number | null
  /** Whether the point itself has its microphone and its camera open, and whether a drawn picture stands for a camera. */
  microphone: boolean
  camera: boolean
  drawn: boolean
  /** In the lobby: it would come in and is not yet let in. */
  waiting: boolean
  quality: PointQuality | null
  /** Which frame of the shared numbers it shows; null while it shows none. */
  frame: FrameMark | null
}
export type BridgeView = {
  id: string
  title: string
  driver: BridgeDriver
  /** The media server is away and the session waits for it: its picture stands still. */
  held: boolean
  /** Since when it is being recorded; null when it is not. */
  recording: number | null
  openedAt: number
  endedAt: number | null
  chair: string
  /** Points wait until they are let in. */
  lobby: boolean
  /** The item of the agenda that is dealt with, from 0. */
  item: number | null
  spotlight: string | null
  /** Who speaks, since when and until when (null: no limit), ms since 1970. */
  floor: { point: string; since: number; until: number | null } | null
  room: RoomState
  /** Whose pictures the wall shows, the large one first. */
  wall: string[]
  points: BridgePointView[]
}
