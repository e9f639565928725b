/** A line of words; bold, slanted or larger where the paper needs it. */
export type PaperLine = {
  text: string
  bold?: boolean
  italics?: boolean
  align?: 'left' | 'center'
  /** A rule of so many millimetres stands below it. */
  rule?: number
}
export type PaperBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string; bold?: boolean }
  /** Widths in percent; the first row is the head. */
  | { kind: 'table'; widths: readonly number[]; rows: readonly (readonly string[])[] }
  /** Side by side without lines, as signatures stand. */
  | { kind: 'columns'; columns: readonly (readonly PaperLine[])[] }
  | { kind: 'note'; text: string }

/** An official paper as data: one model, printed as DOCX and as PDF. */
export type Paper = {
  title: string
  /** Left and right head: the office with its number, the country with its motto and the day. */
  office: readonly PaperLine[]
  country: readonly PaperLine[]
  /** What the paper is, under the head. */
  name: readonly PaperLine[]
  /** Said in bold before all else: a draft, simulated figures. */
  marks: readonly string[]
  /** On every page and across it: that this is an exercise's, as `markLine` says it; null for what is real. */
  world: string | null
  blocks: readonly PaperBlock[]
  /** Where it goes, at its end on the left. */
  recipients: readonly string[]
  /** At the foot of each page; its number stands above the text from the second page on. */
  foot: string
}

/** The head of papers of the centre. `number` as '12/BB-TTCĐĐH'; `day` as 'ngày 23 tháng 11 năm 2026'. */
export const paperHead = (number: string, day: string): Pick<Paper, 'office' | 'country'> => ({
  office: [
    { text: 'CHÍNH PHỦ' },
    { text: 'TRUNG TÂM THÔNG TIN,', bold: true },
    { text: 'CHỈ ĐẠO, ĐIỀU HÀNH', bold: true, rule: 25 },
    { text: `Số: ${number}` },
  ],
  country: [
    { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true },
    { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, rule: 52 },
    { text: `Hà Nội, ${day}`, italics: true },
  ],
})
