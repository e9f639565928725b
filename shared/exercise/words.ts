import type { Inject } from '../api/exercise.ts'

/** One line that says what an inject is. */
export function injectText(i: Inject): { vi: string; en: string } {
  switch (i.kind) {
    case 'curve':
      return {
        vi: `Số liệu ${i.indicator}, ${i.unit} (kết nối ${i.connection})`,
        en: `Figures of ${i.indicator}, ${i.unit} (connection ${i.connection})`,
      }
    case 'silence':
      return { vi: `Mất kết nối ${i.connection}`, en: `Connection ${i.connection} is lost` }
    case 'alert':
      return { vi: `Cảnh báo: ${i.headline.vi}`, en: `Alert: ${i.headline.en}` }
    case 'message':
      return {
        vi: `${i.from.vi} báo ${i.to.vi}: ${i.text.vi}`,
        en: `${i.from.en} to ${i.to.en}: ${i.text.en}`,
      }
  }
}
