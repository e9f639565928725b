import type { CapScope, CapSeverity, CapStatus, CapType } from '../../../shared/alert.ts'

/** An alert message as read. Times are ms since 1970. */
export type CapArea = {
  areaDesc: string
  /** Rings of [lat, lon], closed. */
  polygons: [number, number][][]
  circles: { lat: number; lon: number; km: number }[]
  geocodes: { valueName: string; value: string }[]
  altitude: number | null
  ceiling: number | null
}
export type CapInfo = {
  language: string
  categories: string[]
  event: string
  responseTypes: string[]
  urgency: string
  severity: CapSeverity
  certainty: string
  effective: number | null
  onset: number | null
  expires: number | null
  senderName: string | null
  headline: string | null
  description: string | null
  instruction: string | null
  web: string | null
  contact: string | null
  parameters: { valueName: string; value: string }[]
  areas: CapArea[]
}
export type CapReference = { sender: string; identifier: string; sent: number }
export type CapAlert = {
  identifier: string
  sender: string
  sent: number
  status: CapStatus
  msgType: CapType
  scope: CapScope
  source: string | null
  note: string | null
  references: CapReference[]
  incidents: string[]
  infos: CapInfo[]
}
/** What is wrong, and where: '/alert/info[2]/severity'. */
export type Defect = { path: string; problem: string }
