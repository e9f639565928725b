// What a screen showed: the values as it applied them, and their hash, worked out alike on the screen and on the server.

/**
 * One number on a screen: its series, the view and sequence it came by, the value applied (null = none), the end of the
 * time it is about (ms), and the words on the screen; null where it was shown as a colour of a map.
 */
export type ShownValue = [
  series: number,
  view: number,
  seq: number,
  value: number | null,
  validTo: number,
  text: string | null,
]

export type ProofReport = {
  /** When it was shown, server's time ms. */
  at: number
  why: 'scene' | 'beat'
  scene: string
  /** The server's life that the sequences belong to. */
  epoch: number
  values: ShownValue[]
  /** SHA-256 in hex of `proofText`. */
  sha256: string
}

/** What the hash is made of: the same shows the same text, whenever it is shown. */
export const proofText = ({ scene, values }: Pick<ProofReport, 'scene' | 'values'>): string =>
  JSON.stringify([scene, values.map(([series, , , value, validTo, text]) => [series, value, validTo, text])])
