// What an element shows, painted on a canvas: grounds, lines, words, drawings, in the order of the document.
import type { Surfaces } from './surfaces.ts'
import { paintSvg } from './svg.ts'
import { paintText } from './text.ts'

/** Things to press have no place in a picture. */
const LEFT_OUT = 'select, input, textarea, [data-export="no"]'
/** A canvas taller than this is refused by some browsers at twice the size. */
const MOST_TALL = 8_000
const clear = (colour: string) => colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour)
const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const

function paintBox(ctx: CanvasRenderingContext2D, box: DOMRect, style: CSSStyleDeclaration): void {
  if (!clear(style.backgroundColor)) {
    ctx.fillStyle = style.backgroundColor
    ctx.fillRect(box.x, box.y, box.width, box.height)
  }
  ctx.save()
  for (const side of SIDES) {
    const width = Number.parseFloat(style[`border${side}Width`])
    const colour = style[`border${side}Color`]
    if (!(width > 0) || style[`border${side}Style`] === 'none' || clear(colour)) continue
    const across = side === 'Top' || side === 'Bottom'
    const x = side === 'Right' ? box.right - width / 2 : box.x + (across ? 0 : width / 2)
    const y = side === 'Bottom' ? box.bottom - width / 2 : box.y + (across ? width / 2 : 0)
    ctx.strokeStyle = colour
    ctx.lineWidth = width
    // What is simulated is told by its dashes.
    ctx.setLineDash(style[`border${side}Style`] === 'dashed' ? [3 * width, 2 * width] : [])
    ctx.beginPath()
    ctx.moveTo(x, y)
    ctx.lineTo(across ? box.right : x, across ? y : box.bottom)
    ctx.stroke()
  }
  ctx.restore()
}

/** `base`: from CSS pixels of the window to the canvas, which is set to it. */
export function paintElement(
  ctx: CanvasRenderingContext2D,
  element: Element,
  base: DOMMatrix,
  surfaces: Surfaces,
): void {
  if (element.matches(LEFT_OUT)) return
  const style = getComputedStyle(element)
  if (style.display === 'none' || style.visibility === 'hidden') return
  const box = element.getBoundingClientRect()
  ctx.save()
  ctx.globalAlpha *= Number(style.opacity)
  if (element instanceof SVGSVGElement) paintSvg(ctx, element, base)
  else {
    paintBox(ctx, box, style)
    if (element instanceof HTMLCanvasElement) {
      const picture = surfaces.get(element)
      if (picture && box.width) ctx.drawImage(picture, box.x, box.y, box.width, box.height)
    }
    if (element instanceof HTMLVideoElement && element.videoWidth && box.width)
      ctx.drawImage(element, box.x, box.y, box.width, box.height)
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
      ctx.beginPath()
      ctx.rect(box.x, box.y, box.width, box.height)
      ctx.clip()
    }
    for (const child of element.childNodes) {
      if (child instanceof Text) paintText(ctx, child, style, box.right)
      else if (child instanceof Element) paintElement(ctx, child, base, surfaces)
    }
  }
  ctx.restore()
}

/**
 * Opens what scrolls inside an element to its whole length; returns how to close it. Nothing is drawn by the browser
 * in between when both happen in one turn. What keeps only the rows in sight stays as it is.
 */
export function unrolled(root: HTMLElement): () => void {
  const opened: { element: HTMLElement; style: string; scrolled: number }[] = []
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (!(element instanceof HTMLElement) || element.scrollHeight <= element.clientHeight + 1) continue
    if (element.dataset.export === 'in-sight' || !/auto|scroll/.test(getComputedStyle(element).overflowY))
      continue
    opened.push({ element, style: element.style.cssText, scrolled: element.scrollTop })
    Object.assign(element.style, {
      ...{ height: `${element.scrollHeight}px`, maxHeight: 'none', flex: 'none', overflow: 'visible' },
    })
  }
  return () => {
    for (const { element, style, scrolled } of opened) {
      element.style.cssText = style
      element.scrollTop = scrolled
    }
  }
}

/** The box, in CSS pixels of the window, of an element with all that stands out of it downwards. */
export function extentOf(root: HTMLElement): DOMRect {
  const box = root.getBoundingClientRect()
  let bottom = box.bottom
  for (const element of root.querySelectorAll('*')) {
    if (element.closest('[data-export="in-sight"]')) continue
    const { bottom: low, width } = element.getBoundingClientRect()
    if (width && low > bottom && getComputedStyle(element).position !== 'fixed') bottom = low
  }
  return new DOMRect(box.x, box.y, box.width, Math.min(bottom - box.y, MOST_TALL))
}
