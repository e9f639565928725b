/** Text that a drawn part cuts, or that runs out of it; how many times. */
export type Cut = { rule: 'cut' | 'outside'; part: string | null; found: number }

/** What has no room for all it could say, and leaves whole words out, never half of one: that is drawn so. */
const GIVES_WAY = '[data-gives-way]'
const LEAF = 'h1, h2, h3, p, span, strong, small, b, em, th, td, li, button, dd, dt'
/** Half a pixel of a scaled preview is no cut. */
const SLACK = 1.5

/** What the drawn preview really cuts: text wider than its own box where that hides it, and text beyond its part. */
export function cutIn(canvas: HTMLElement): Cut[] {
  return [...canvas.querySelectorAll<HTMLElement>('[data-part]')].flatMap((part): Cut[] => {
    const box = part.getBoundingClientRect()
    const id = part.dataset.part ?? null
    let cut = 0
    let beyond = 0
    for (const leaf of part.querySelectorAll<HTMLElement>(LEAF)) {
      if (!leaf.textContent?.trim() || leaf.closest(`.visually-hidden, svg, ${GIVES_WAY}`)) continue
      const style = getComputedStyle(leaf)
      const hides = style.overflowX === 'hidden' || style.overflowY === 'hidden'
      if (hides) {
        if (leaf.scrollWidth > leaf.clientWidth + SLACK || leaf.scrollHeight > leaf.clientHeight + SLACK)
          cut++
      }
      const at = leaf.getBoundingClientRect()
      // A line that may not break runs on past its own box.
      const right = hides ? at.right : Math.max(at.right, at.left + leaf.scrollWidth)
      if (at.width && (right > box.right + SLACK || at.bottom > box.bottom + SLACK)) beyond++
    }
    return [
      ...(cut ? [{ rule: 'cut' as const, part: id, found: cut }] : []),
      ...(beyond ? [{ rule: 'outside' as const, part: id, found: beyond }] : []),
    ]
  })
}
