import type { FastifyInstance } from 'fastify'
import type { Causes } from './causes.ts'

/** Codes that are guessed no more for so long are guessed no more. */
export const GUESSED_MS = 10 * 60_000

/**
 * Screens' codes that are guessed and tokens that somebody else came with. A guess is over after its time, a copied token
 * when its screen is paired anew or revoked; either when a person has taken it, and then the mark on the screen goes too.
 * Returns how to stop.
 */
export function followIntrusions(app: FastifyInstance, causes: Causes): () => void {
  const { bus, wall } = app
  const timers = new Map<string, NodeJS.Timeout>()
  /** Ids of causes whose end is on its way. */
  const ending = new Set<number>()
  const open = () => causes.rows().filter((c) => c.kind === 'intrusion' && !ending.has(c.id))
  const over = (subject: string, state: string) => {
    clearTimeout(timers.get(subject))
    timers.delete(subject)
    for (const c of open()) if (c.subject === subject) ending.add(c.id)
    causes.turn({ kind: 'intrusion', subject, state, since: Date.now(), wanting: false })
  }
  const passes = (subject: string, since: number) => {
    clearTimeout(timers.get(subject))
    const timer = setTimeout(() => over(subject, 'past'), since + GUESSED_MS - Date.now())
    timer.unref()
    timers.set(subject, timer)
  }
  /** Whoever took the cause has seen the mark: it must not stand before what befalls the screen later. */
  const taken = (subject: string) => {
    const screen = wall.paired().find((s) => subject === `screen:${s.id}`)
    if (screen) wall.tokens.taken(screen.id)
    over(subject, 'taken')
  }
  const paired = (subject: string) => wall.paired().some((s) => subject === `screen:${s.id}`)
  const look = () => {
    for (const c of open())
      if (c.acknowledged) taken(c.subject)
      else if (c.state === 'copied' && !paired(c.subject)) over(c.subject, 'revoked')
  }

  const offs = [
    bus.on('intrusion', ({ subject, state, since, detail }) => {
      if (state === 'forgiven') return over(subject, state)
      causes.turn({ kind: 'intrusion', subject, state, since, wanting: true, detail })
      if (state === 'guessed') passes(subject, since)
    }),
    bus.on('attention', look),
    bus.on('screens', look),
  ]
  for (const c of open()) if (c.state === 'guessed') passes(c.subject, c.since)
  look()
  return () => {
    for (const off of offs) off()
    for (const timer of timers.values()) clearTimeout(timer)
  }
}
