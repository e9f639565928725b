/** Canvas → its picture now. A WebGL canvas is empty outside its own drawing; whoever draws it registers here. */
const surfaces = new WeakMap<HTMLCanvasElement, () => Promise<ImageBitmap>>()

export function offerPicture(canvas: HTMLCanvasElement, take: () => Promise<ImageBitmap>): void {
  surfaces.set(canvas, take)
}

export type Surfaces = ReadonlyMap<HTMLCanvasElement, CanvasImageSource>
/** The pictures of every canvas in an element, taken before the rest is painted. */
export async function takeSurfaces(root: Element): Promise<Surfaces> {
  const found = new Map<HTMLCanvasElement, CanvasImageSource>()
  for (const canvas of root.querySelectorAll('canvas')) {
    const take = surfaces.get(canvas)
    if (canvas.width && canvas.height) found.set(canvas, take ? await take() : canvas)
  }
  return found
}
