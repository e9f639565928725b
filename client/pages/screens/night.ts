const LEVELS = [1, 0.7, 0.4, 0.2]

/** The next darker level, round to the brightest again; null = by the hour, counted as the brightest. */
export const darker = (level: number | null): number =>
  LEVELS[(LEVELS.indexOf(level ?? 1) + 1) % LEVELS.length] ?? 1
