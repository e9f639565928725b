import type { FitBoundsOptions, LngLatBoundsLike } from 'maplibre-gl'
import type { MapLook } from './style.ts'

/** The mainland and both archipelagos with their rings and labels: west, south, east, north. */
export const COUNTRY: LngLatBoundsLike = [102, 6.5, 117.5, 23.6]

/** Beyond this there is no land in the built neighbours file. */
export const ROAM: LngLatBoundsLike = [80, -8, 140, 40]

export const fitOptions = ({ u, variant }: MapLook): FitBoundsOptions => ({
  padding: (variant === 'small' ? 4 : 10) * u,
  duration: 0,
})
