import type { SceneReport, SceneShown, SectionTurn } from '../../shared/live.ts'

/** By the server's clock a page turns this much early at most. */
const EARLY_MS = 300
type Said = { report: SceneReport; at: number }

/** Screens' own word that a picture is on them: what the desk is answered with. */
export class Answers {
  /** By screen: the newest report, and when the first of its telling came (ms). */
  readonly #said = new Map<number, Said>()
  readonly #waiting = new Set<() => void>()

  say(screen: number, report: SceneReport, now: number): void {
    const before = this.#said.get(screen)
    // A page that says the number is not also heard without it.
    if (report.no === undefined && before?.report.no !== undefined) return
    const again = report.no !== undefined && before?.report.no === report.no
    this.#said.set(screen, { report, at: again ? before.at : now })
    for (const look of this.#waiting) look()
  }

  /** Another page may come in its place. */
  forget(screen: number): void {
    this.#said.delete(screen)
  }

  /** Where the sections stand on a screen that shows this. */
  turn(screen: number, { scene }: SceneShown): SectionTurn | null {
    const report = this.#said.get(screen)?.report
    return (report?.scene === scene && report.turn) || null
  }

  /** When the screen first said that what it was told is on it; null: it has not. */
  at(screen: number, told: SceneShown | undefined): number | null {
    const said = this.#said.get(screen)
    return said && told && isOn(said, told) ? said.at : null
  }

  /** Resolves when all of them have said it, or when the time is over. */
  all(wanted: ReadonlyMap<number, SceneShown>, most: number): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        done()
      }
      const look = () => {
        if ([...wanted].every(([screen, told]) => this.at(screen, told) !== null)) end()
      }
      const timer = setTimeout(end, most)
      this.#waiting.add(look)
      look()
    })
  }
}

/** A page from before tellings had a number names the picture: it counts from the instant at which that was to stand. */
function isOn({ report, at }: Said, told: SceneShown): boolean {
  if (report.no !== undefined) return report.no === told.no
  const { scene, version, step } = report
  const same = scene === told.scene && version === told.version && step === told.step
  return same && at >= told.at - EARLY_MS
}
