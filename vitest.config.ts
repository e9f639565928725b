import { defineConfig } from 'vitest/config'

/** Several browsers each that make and read pictures at once: they take a whole machine, so they run alone, one after the other. */
const SESSIONS = 'tests/browser/bridge/**/*.test.ts'

export default defineConfig({
  test: {
    globals: false,
    fileParallelism: true,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          globalSetup: ['tests/harness/database.ts'],
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          // They wait more than they work: one more beside each other than the rest.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'fault',
          globalSetup: ['tests/harness/database.ts'],
          include: ['tests/fault/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          globalSetup: ['tests/harness/database.ts'],
          include: ['tests/browser/**/*.test.ts'],
          exclude: [SESSIONS],
          testTimeout: 240_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000, interval: 200 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'sessions',
          globalSetup: ['tests/harness/database.ts'],
          include: [SESSIONS],
          testTimeout: 240_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000, interval: 200 } },
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
