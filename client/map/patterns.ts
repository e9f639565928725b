// Hatchings made at run time, so that no image is fetched and every size of screen gets its own pixels.
import { rgba } from './palette.ts'

export interface Hatch {
  /** Behind the lines; absent = nothing, the fill below shows. */
  ground?: string
  line: string
  /** Device pixels. */
  width: number
  /** Device pixels between two lines, measured across them. */
  period: number
  /** Rising to the right, or falling. */
  rising: boolean
}

const SAMPLES = 4

/** A square tile of lines at 45 degrees that joins itself without a seam, as straight RGBA. */
export function hatchImage({ ground, line, width, period, rising }: Hatch): ImageData {
  const size = Math.max(4, Math.round(period * Math.SQRT2))
  const image = new ImageData(size, size)
  const back = ground ? rgba(ground) : [...rgba(line).slice(0, 3), 0]
  const front = rgba(line)
  // Along one row a line of that width covers width × √2 pixels.
  const run = width * Math.SQRT2
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let hits = 0
      for (let s = 0; s < SAMPLES * SAMPLES; s++) {
        const px = x + ((s % SAMPLES) + 0.5) / SAMPLES
        const py = y + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES
        const along = (rising ? px + py : px - py + size) % size
        if (along < run) hits++
      }
      const share = hits / (SAMPLES * SAMPLES)
      const alpha = (front[3] ?? 255) * share + (back[3] ?? 0) * (1 - share)
      const weight = ground ? share : 1
      for (let c = 0; c < 3; c++) {
        image.data[(y * size + x) * 4 + c] = (front[c] ?? 0) * weight + (back[c] ?? 0) * (1 - weight)
      }
      image.data[(y * size + x) * 4 + 3] = alpha
    }
  }
  return image
}

/** A diamond with a casing: the mark of a number in doubt. Sizes in device pixels, across. */
export function diamondImage(fill: string, casing: string, side: number, edge: number): ImageData {
  const size = Math.round(side + 2 * edge)
  const image = new ImageData(size, size)
  const middle = (size - 1) / 2
  const [inside, outside] = [rgba(fill), rgba(casing)]
  for (let i = 0; i < size * size; i++) {
    const far = Math.abs((i % size) - middle) + Math.abs(Math.floor(i / size) - middle)
    if (far <= side / 2) image.data.set(inside, i * 4)
    else if (far <= size / 2) image.data.set(outside, i * 4)
  }
  return image
}

/** A square mark with a casing: the place that the arcs start from. Sizes in device pixels. */
export function squareImage(fill: string, casing: string, side: number, edge: number): ImageData {
  const size = Math.round(side + 2 * edge)
  const image = new ImageData(size, size)
  for (let i = 0; i < size * size; i++) {
    const [x, y] = [i % size, Math.floor(i / size)]
    const within = Math.min(x, y, size - 1 - x, size - 1 - y) >= Math.round(edge)
    image.data.set(rgba(within ? fill : casing), i * 4)
  }
  return image
}
