import { vi } from 'vitest'

/** Tries until the look does not throw, in ms as often as `interval` says; a busy machine may take long to get there. */
export const eventually = <T>(
  look: () => T | Promise<T>,
  { timeout = 30_000, interval = 20 } = {},
): Promise<T> => vi.waitFor(look, { timeout, interval })
