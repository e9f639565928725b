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

/** What lies over a screen's whole picture, so that no number is seen: the dark, a test picture, its name in large. */
export const PROOF_COVERS = ['dark', 'test-picture', 'identity'] as const
export type ProofCover = (typeof PROOF_COVERS)[number]

/** As many numbers as a report holds. */
export const MOST_SHOWN = 1_000

/** `cover` and `cut` are absent from pages older than their server. */
export type ProofReport = {
  /** When it was shown, server's time ms. */
  at: number
  why: 'scene' | 'beat'
  scene: string
  /** The server's life that the sequences belong to. */
  epoch: number
  values: ShownValue[]
  /** Null while the picture was in sight; else `values` is empty. */
  cover?: ProofCover | null
  /** How many numbers stood there beyond those of `values`. */
  cut?: number
  /** SHA-256 in hex of `proofText`. */
  sha256: string
}

/** What the hash is made of: the same shows the same text, whenever it is shown. */
export function proofText(said: Pick<ProofReport, 'scene' | 'values' | 'cover' | 'cut'>): string {
  const { scene, values, cover, cut } = said
  const shown = values.map(([series, , , value, validTo, text]) => [series, value, validTo, text])
  return JSON.stringify([scene, shown, ...(cover || cut ? [cover ?? null, cut ?? 0] : [])])
}
