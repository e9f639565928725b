// Official papers in the form of Vietnamese offices: one model, two printers.
export { printDocx } from './docx.ts'
export { docxMark, pdfMark } from './mark.ts'
export { type Paper, type PaperBlock, type PaperLine, paperHead } from './paper.ts'
export { printPdf } from './pdf.ts'
