/** One measured number. `ratio` is value / rivalValue; `goal` is the bound to be reached, `reached` is judged by the part. */
export type Figure = {
  part: string
  case: string
  what: string
  value: number
  unit: string
  rival?: string
  rivalValue?: number
  ratio?: number
  goal?: string
  reached?: boolean
}

export type Context = {
  /** The long measurements too. */
  full: boolean
  /** One result; printed at once. The ratio is worked out when there is a rival's value. */
  figure(figure: Omit<Figure, 'part' | 'ratio'>): void
  /** What is not there to be measured (a rival that cannot be installed): said, never invented. */
  absent(what: string, why: string): void
  /** A line about how it goes; not a result. */
  say(line: string): void
}

export type Part = {
  name: string
  /** What it measures, in a line. */
  about: string
  /** Throws when it could not measure; the other parts still run. */
  run(ctx: Context): Promise<void>
}
