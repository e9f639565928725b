/** Eight colours that stay apart after video coding and for the colour-blind by lightness. */
export const PATTERN_COLOURS = [
  [198, 40, 40],
  [239, 142, 20],
  [238, 221, 64],
  [46, 140, 60],
  [64, 200, 200],
  [40, 84, 190],
  [150, 70, 190],
  [236, 236, 236],
] as const
export type Colour = readonly [red: number, green: number, blue: number]

/** Three bars that tell a unit: its code as three digits to the base of eight. Codes that differ by less than 512 differ. */
export function patternOf(unit: string): readonly [Colour, Colour, Colour] {
  let n = /^\d+$/.test(unit) ? Number(unit) : 0
  if (!n) for (const letter of unit) n = (n * 31 + letter.charCodeAt(0)) % 512
  const at = (place: number) => PATTERN_COLOURS[Math.floor(n / 8 ** place) % 8] ?? PATTERN_COLOURS[0]
  return [at(2), at(1), at(0)]
}

/** Where the middles of the three bars stand in the picture, as parts of its width and height. */
export const PATTERN_POINTS: readonly (readonly [x: number, y: number])[] = [
  [1 / 6, 0.11],
  [3 / 6, 0.11],
  [5 / 6, 0.11],
]

/** Which of the eight a seen colour is nearest to. */
export function nearestColour(seen: Colour): number {
  let best = 0
  let distance = Number.POSITIVE_INFINITY
  PATTERN_COLOURS.forEach((c, i) => {
    const d = (c[0] - seen[0]) ** 2 + (c[1] - seen[1]) ** 2 + (c[2] - seen[2]) ** 2
    if (d < distance) {
      best = i
      distance = d
    }
  })
  return best
}
