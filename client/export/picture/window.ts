// A picture of the whole window as it stands.
import { takeSurfaces } from './surfaces.ts'
import { paintElement } from './walk.ts'

/** A drawing that does not come is left out: a picture without its map is better than none. */
const PATIENCE_MS = 1_000

/** A JPEG of the window, `width` pixels wide. Throws when the browser gives no canvas of that size. */
export async function windowPicture(
  width: number,
  quality: number,
): Promise<{ picture: Blob; width: number; height: number }> {
  const surfaces = await Promise.race([
    takeSurfaces(document.body),
    new Promise<Map<HTMLCanvasElement, CanvasImageSource>>((done) =>
      setTimeout(() => done(new Map()), PATIENCE_MS),
    ),
  ])
  const scale = width / innerWidth
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width)
  canvas.height = Math.round(innerHeight * scale)
  const ctx = canvas.getContext('2d', { alpha: false })
  if (!ctx) throw new Error('no canvas')
  ctx.fillStyle = getComputedStyle(document.body).backgroundColor
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  const base = new DOMMatrix([scale, 0, 0, scale, 0, 0])
  ctx.setTransform(base)
  paintElement(ctx, document.body, base, surfaces)
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (!picture) throw new Error('no picture')
  return { picture, width: canvas.width, height: canvas.height }
}
