import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { framesOf } from './stage.ts'

/** The picture goes on: three times in a row more frames are decoded than before, whatever element it stands in. */
export async function moves(page: Page, point: string): Promise<void> {
  let [last, steps] = [Number.POSITIVE_INFINITY, 0]
  await expect
    .poll(
      async () => {
        const now = await framesOf(page, point)
        steps = now > last ? steps + 1 : 0
        last = now
        return steps
      },
      { timeout: 60_000, interval: 250 },
    )
    .toBeGreaterThanOrEqual(3)
}
