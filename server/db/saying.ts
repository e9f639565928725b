const EVERY_MS = 10_000

/** Says every ten seconds what is waited for and how long already, so that a start that takes its time is not taken for dead. */
export async function saying<T>(
  work: Promise<T>,
  what: () => string,
  say: (line: string) => void,
): Promise<T> {
  let seconds = 0
  const timer = setInterval(() => {
    seconds += EVERY_MS / 1000
    say(`${what()}, ${seconds} s`)
  }, EVERY_MS)
  return work.finally(() => clearInterval(timer))
}
