// An SVG drawing, painted from its shapes and computed styles.
import { fontOf } from './text.ts'

const number = (element: Element, name: string) => Number.parseFloat(element.getAttribute(name) ?? '') || 0
const ANCHOR: Record<string, CanvasTextAlign> = { middle: 'center', end: 'right', start: 'left' }

function outline(element: SVGGraphicsElement): Path2D | null {
  const path = new Path2D()
  const n = (name: string) => number(element, name)
  switch (element.tagName) {
    case 'path':
      return new Path2D(element.getAttribute('d') ?? '')
    case 'line':
      path.moveTo(n('x1'), n('y1'))
      path.lineTo(n('x2'), n('y2'))
      return path
    case 'rect':
      path.rect(n('x'), n('y'), n('width'), n('height'))
      return path
    case 'circle':
      path.arc(n('cx'), n('cy'), n('r'), 0, 2 * Math.PI)
      return path
    case 'polyline':
    case 'polygon': {
      const points = (element.getAttribute('points') ?? '').trim()
      return new Path2D(points ? `M${points}${element.tagName === 'polygon' ? 'Z' : ''}` : '')
    }
    default:
      return null
  }
}

const paints = (colour: string) => colour !== 'none' && !colour.startsWith('url(')

/** `base`: from CSS pixels of the window to the canvas. */
export function paintSvg(ctx: CanvasRenderingContext2D, root: SVGElement, base: DOMMatrix): void {
  for (const child of root.children) {
    if (!(child instanceof SVGGraphicsElement)) continue
    const style = getComputedStyle(child)
    if (style.display === 'none' || style.visibility === 'hidden' || child.tagName === 'defs') continue
    if (child instanceof SVGTextElement) paintWords(ctx, child, style, base)
    else {
      const path = outline(child)
      if (path) paintPath(ctx, child, path, style, base)
      else paintSvg(ctx, child, base)
    }
  }
}

/** Sets the canvas to the element's own coordinates; false when it is not laid out. */
function place(ctx: CanvasRenderingContext2D, element: SVGGraphicsElement, base: DOMMatrix): boolean {
  const own = element.getScreenCTM()
  if (own) ctx.setTransform(base.multiply(own))
  return own !== null
}

function paintPath(
  ctx: CanvasRenderingContext2D,
  element: SVGGraphicsElement,
  path: Path2D,
  style: CSSStyleDeclaration,
  base: DOMMatrix,
): void {
  ctx.save()
  if (place(ctx, element, base)) {
    const opacity = Number(style.opacity)
    if (paints(style.fill) && element.tagName !== 'line') {
      ctx.globalAlpha = opacity * Number(style.fillOpacity)
      ctx.fillStyle = style.fill
      ctx.fill(path)
    }
    const width = Number.parseFloat(style.strokeWidth)
    if (paints(style.stroke) && width > 0) {
      ctx.globalAlpha = opacity * Number(style.strokeOpacity)
      ctx.strokeStyle = style.stroke
      ctx.lineWidth = width
      ctx.lineJoin = 'round'
      ctx.lineCap = style.strokeLinecap === 'round' ? 'round' : 'butt'
      const dashes = style.strokeDasharray.split(/[\s,]+/).map(Number.parseFloat)
      ctx.setLineDash(dashes.filter(Number.isFinite))
      ctx.stroke(path)
    }
  }
  ctx.restore()
}

function paintWords(
  ctx: CanvasRenderingContext2D,
  element: SVGTextElement,
  style: CSSStyleDeclaration,
  base: DOMMatrix,
): void {
  ctx.save()
  if (place(ctx, element, base)) {
    const [x, y, text] = [number(element, 'x'), number(element, 'y'), element.textContent ?? '']
    ctx.font = fontOf(style)
    ctx.textAlign = ANCHOR[style.textAnchor] ?? 'left'
    ctx.globalAlpha = Number(style.opacity)
    const width = Number.parseFloat(style.strokeWidth)
    // A halo around the words lies below them.
    if (style.paintOrder.startsWith('stroke') && paints(style.stroke) && width > 0) {
      ctx.strokeStyle = style.stroke
      ctx.lineWidth = width
      ctx.lineJoin = 'round'
      ctx.strokeText(text, x, y)
    }
    ctx.fillStyle = style.fill
    ctx.fillText(text, x, y)
  }
  ctx.restore()
}
