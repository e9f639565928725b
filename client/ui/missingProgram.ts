/** What a part of the program that did not come threw: the server was away, or is newer than this page. */
const missing = new WeakSet<object>()

export const isMissingProgram = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && missing.has(error)

/** Marks them from now on. */
export function markMissingPrograms(): void {
  addEventListener('vite:preloadError', ({ payload }) => missing.add(payload))
}
