// What of this page cannot be drawn now: told with the screen's health, so that the desk need not stand before the wall.

const MOST = 200
/** Where -> the error's words. */
const failing = new Map<string, string>()

/** Returns how to say that it stands again. */
export function reportFailure(where: string, error: unknown): () => void {
  failing.set(where, error instanceof Error ? error.message : String(error))
  return () => {
    failing.delete(where)
  }
}

/** 'rows KTN-02@VN: …', the newest first; null while everything stands. */
export const failures = (): string | null =>
  failing.size
    ? [...failing]
        .reverse()
        .map(([where, words]) => `${where}: ${words}`)
        .join(' · ')
        .slice(0, MOST)
    : null
