import type { Finding } from '../../../shared/legibility.ts'

const LEAF = 'h1, h2, h3, p, span, strong, small, b, em, th, td, li, button, dd, dt'
/** Half a pixel of a scaled preview is no cut. */
const SLACK = 1.5

/** What the drawn preview really cuts: text wider than its own box where that hides it, and text beyond its part. */
export function cutIn(canvas: HTMLElement, page: number): Finding[] {
  return [...canvas.querySelectorAll<HTMLElement>('[data-part]')].flatMap((part): Finding[] => {
    const box = part.getBoundingClientRect()
    const id = part.dataset.part ?? null
    let cut = 0
    let beyond = 0
    for (const leaf of part.querySelectorAll<HTMLElement>(LEAF)) {
      if (!leaf.textContent?.trim() || leaf.closest('.visually-hidden, svg')) continue
      const style = getComputedStyle(leaf)
      if (style.overflowX === 'hidden' || style.overflowY === 'hidden') {
        if (leaf.scrollWidth > leaf.clientWidth + SLACK || leaf.scrollHeight > leaf.clientHeight + SLACK)
          cut++
      }
      const at = leaf.getBoundingClientRect()
      if (at.width && (at.right > box.right + SLACK || at.bottom > box.bottom + SLACK)) beyond++
    }
    return [
      ...(cut ? [{ rule: 'cut' as const, page, part: id, found: cut, needed: 0 }] : []),
      ...(beyond ? [{ rule: 'outside' as const, page, part: id, found: beyond, needed: 0 }] : []),
    ]
  })
}
