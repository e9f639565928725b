// Any chart or table on screen as a file.
export { csvText } from './csv.ts'
export { ExportMenu, type FileLink } from './ExportMenu.tsx'
export { offerPicture } from './picture/surfaces.ts'
export { windowPicture } from './picture/window.ts'
export type { About, Sheet, SheetCell, SheetColumn } from './sheet.ts'
