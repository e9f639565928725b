import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The words of a PDF, a line's end as one space, and the names of its embedded fonts. Rejects what is no PDF. */
export async function pdfText(file: Buffer): Promise<{ text: string; fonts: string[]; pages: number }> {
  const task = getDocument({ data: new Uint8Array(file), useSystemFonts: false })
  const document = await task.promise
  const words: string[] = []
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent()
    for (const item of items) if ('str' in item) words.push(item.str, item.hasEOL ? ' ' : '')
  }
  const fonts = [...file.toString('latin1').matchAll(/\/BaseFont \/(?:[A-Z]{6}\+)?([\w-]+)/g)].map(
    (m) => m[1] ?? '',
  )
  const pages = document.numPages
  await task.destroy()
  return { text: words.join('').replace(/\s+/g, ' '), fonts, pages }
}
