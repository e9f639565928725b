// Colours of the map on the wall and on the two desks. Class ramps are straight lines in OKLab.
export type MapPalette = 'wall' | 'desk-dark' | 'desk-light'

export interface MapColours {
  /** Sea, gaps between provinces, halo behind text. */
  ground: string
  /** Land that is not Viet Nam, and the hairline of its coasts and borders. */
  land: string
  landLine: string
  /** The country's own outline, so that the lowest class stands off the sea on a poor panel. */
  coast: string
  /** A province on a map that colours nothing. */
  flat: string
  noValue: string
  noValueLine: string
  staleLine: string
  ink: string
  ink2: string
  ink3: string
  /** "You are here": selection and hover. */
  accent: string
  /** A number that does not agree with another. */
  doubt: string
  /** Lowest to highest. */
  ramp: readonly [string, string, string, string, string]
}

const DARK_RAMP = ['#2D3A4E', '#4E565D', '#72746B', '#989379', '#C0B286'] as const

export const MAP_COLOURS: Record<MapPalette, MapColours> = {
  wall: {
    ground: '#121519',
    land: '#171B20',
    landLine: '#22282E',
    coast: '#3B444D',
    flat: '#4A525A',
    noValue: '#1E2328',
    noValueLine: '#59626B',
    staleLine: '#121519C0',
    ink: '#F2F4F5',
    ink2: '#C3C9CE',
    ink3: '#939CA4',
    accent: '#F2F4F5',
    doubt: '#BBA2FF',
    ramp: DARK_RAMP,
  },
  'desk-dark': {
    ground: '#121619',
    land: '#191E22',
    landLine: '#262D33',
    coast: '#3A444B',
    flat: '#4A525A',
    noValue: '#1E2328',
    noValueLine: '#59626B',
    staleLine: '#121619C0',
    ink: '#E9EDEF',
    ink2: '#B0BAC1',
    ink3: '#87929B',
    accent: '#55C3D8',
    doubt: '#BBA5FF',
    ramp: DARK_RAMP,
  },
  'desk-light': {
    ground: '#FFFFFF',
    land: '#F3F5F6',
    landLine: '#D9DEE1',
    coast: '#7B878F',
    flat: '#AEB7BD',
    noValue: '#F3F5F6',
    noValueLine: '#A3ADB4',
    staleLine: '#FFFFFFC0',
    ink: '#12181B',
    ink2: '#414C53',
    ink3: '#626D75',
    accent: '#006A80',
    doubt: '#6338C4',
    // Here more is darker: 1.6 to 10 against white.
    ramp: ['#D6CAA6', '#A9A797', '#7D8587', '#546376', '#2D4364'],
  },
}

/** '#RRGGBB' or '#RRGGBBAA' as deck.gl wants it, 0-255 each. */
export function rgba(hex: string): [number, number, number, number] {
  const at = (i: number) => Number.parseInt(hex.slice(i, i + 2), 16)
  return [at(1), at(3), at(5), hex.length > 7 ? at(7) : 255]
}
