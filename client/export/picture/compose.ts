// A picture of a part of the page at twice its size, with what it is written below it.
import type { AboutLine } from '../sheet.ts'
import { takeSurfaces } from './surfaces.ts'
import { extentOf, paintElement, unrolled } from './walk.ts'

const SCALE = 2
/** CSS pixels around the picture and between the lines of its foot. */
const EDGE = 20
const LINE = 18
const FOOT = ['world', 'source', 'measure', 'asOf', 'clock', 'simulated', 'address']

/** Words broken to lines of at most `width` as the canvas measures them. */
function wrapped(ctx: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && ctx.measureText(`${last} ${word}`).width <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** The ground that shows through an element. */
function groundOf(element: Element | null): string {
  if (!element) return '#ffffff'
  const { backgroundColor } = getComputedStyle(element)
  return backgroundColor === 'transparent' || /, 0\)$/.test(backgroundColor)
    ? groundOf(element.parentElement)
    : backgroundColor
}

/** PNG of the element with its title and lines below. Throws when the browser gives no canvas of that size. */
export async function pictureOf(
  root: HTMLElement,
  title: string,
  about: readonly AboutLine[],
  notLive: string | null,
): Promise<Blob> {
  const surfaces = await takeSurfaces(root)
  const canvas = document.createElement('canvas')
  const ctx = canvas.getContext('2d')
  if (!ctx) throw new Error('no canvas')
  const close = unrolled(root)
  try {
    const box = extentOf(root)
    const style = getComputedStyle(root)
    const family = getComputedStyle(document.body).fontFamily
    const ground = groundOf(root)
    const small = `400 12px ${family}`
    const inner = Math.max(box.width, 360)
    ctx.font = small
    const lines = about
      .filter(({ key }) => FOOT.includes(key) && !(notLive && key === 'clock'))
      .flatMap(({ label, text }) => wrapped(ctx, `${label}: ${text}`, inner))
    ctx.font = `600 15px ${family}`
    const heads = wrapped(ctx, title, inner)
    const said = notLive ? [notLive] : []
    const below = (heads.length + lines.length + said.length) * LINE + heads.length * 4 + EDGE
    canvas.width = Math.round((inner + 2 * EDGE) * SCALE)
    canvas.height = Math.round((box.height + below + 2 * EDGE) * SCALE)
    ctx.fillStyle = ground
    ctx.fillRect(0, 0, canvas.width, canvas.height)
    const base = new DOMMatrix([SCALE, 0, 0, SCALE, (EDGE - box.x) * SCALE, (EDGE - box.y) * SCALE])
    ctx.setTransform(base)
    paintElement(ctx, root, base, surfaces)
    ctx.setTransform(SCALE, 0, 0, SCALE, 0, 0)
    ctx.textAlign = 'left'
    ctx.textBaseline = 'top'
    let y = EDGE + box.height + EDGE / 2
    const write = (list: readonly string[], font: string, step: number, colour: string) => {
      ctx.font = font
      ctx.fillStyle = colour
      for (const line of list) {
        ctx.fillText(line, EDGE, y)
        y += step
      }
    }
    write(heads, `600 15px ${family}`, LINE + 4, style.color)
    write(said, `600 12px ${family}`, LINE, getComputedStyle(root).getPropertyValue('--sim') || style.color)
    ctx.globalAlpha = 0.75
    write(lines, small, LINE, style.color)
  } finally {
    close()
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))),
      'image/png',
    ),
  )
}
