// The words of an element, painted where the browser laid them out.

export const fontOf = (style: CSSStyleDeclaration, size = style.fontSize): string =>
  `${style.fontStyle} ${style.fontWeight} ${size} ${style.fontFamily}`

const TRANSFORMED: Record<string, (text: string) => string> = {
  uppercase: (text) => text.toLocaleUpperCase(),
  lowercase: (text) => text.toLocaleLowerCase(),
}

/** A text node's lines with their boxes: one line is asked for whole, more are found word by word. */
function linesOf(node: Text): { text: string; box: DOMRect }[] {
  const range = document.createRange()
  range.selectNodeContents(node)
  const boxes = [...range.getClientRects()].filter((b) => b.width > 0)
  const [only, ...more] = boxes
  if (!only) return []
  const content = node.data.replace(/\s+/g, ' ')
  if (!more.length) return [{ text: content.trim(), box: only }]
  const lines: { text: string; box: DOMRect }[] = []
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index)
    range.setEnd(node, index + word.length)
    const box = range.getBoundingClientRect()
    const line = lines.at(-1)
    if (line && Math.abs(line.box.top - box.top) < box.height / 2) {
      line.text += ` ${word}`
      line.box = new DOMRect(line.box.x, line.box.y, box.right - line.box.x, line.box.height)
    } else lines.push({ text: word, box })
  }
  return lines
}

/** As much of a text as fits, with the sign that there is more. */
function shortened(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  let end = text.length
  while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > width) end--
  return `${text.slice(0, end).trimEnd()}…`
}

/** `edge`: the right side of the element that holds the text, in CSS pixels of the window. */
export function paintText(
  ctx: CanvasRenderingContext2D,
  node: Text,
  style: CSSStyleDeclaration,
  edge: number,
): void {
  if (!node.data.trim()) return
  ctx.font = fontOf(style)
  ctx.fillStyle = style.color
  ctx.textBaseline = 'alphabetic'
  const change = TRANSFORMED[style.textTransform]
  for (const { text, box } of linesOf(node)) {
    ctx.letterSpacing = '0px'
    const whole = change ? change(text) : text
    const room = edge - Number.parseFloat(style.paddingRight) - box.left
    const cut = style.textOverflow === 'ellipsis' && box.width > room + 1
    const shown = cut ? shortened(ctx, whole, room) : whole
    const wide = cut ? room : box.width
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ctx.measureText(shown)
    const y = box.top + (box.height - up - down) / 2 + up
    // Figures of equal width are a browser's, not a canvas's: the line is spread to the width it was laid out with.
    ctx.letterSpacing = `${Math.max(-1, Math.min(1, (wide - ctx.measureText(shown).width) / shown.length))}px`
    const right = style.textAlign === 'right' || style.textAlign === 'end'
    ctx.textAlign = right ? 'right' : 'left'
    ctx.fillText(shown, right ? box.right : box.left, y)
    ctx.letterSpacing = '0px'
    if (style.textDecorationLine.includes('underline')) ctx.fillRect(box.left, y + 2, box.width, 1)
  }
}
