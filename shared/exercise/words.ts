import type { Inject } from '../api/exercise.ts'

type Words = { vi: string; en: string }
/** What codes are called; the code itself where nothing of that code is known. */
export type InjectNames = {
  indicator(code: string): Words
  unit(code: string): Words
  connection(id: string): Words
}

/** One line that says what an inject is. */
export function injectText(i: Inject, names: InjectNames): Words {
  switch (i.kind) {
    case 'curve': {
      const [indicator, unit] = [names.indicator(i.indicator), names.unit(i.unit)]
      const connection = names.connection(i.connection)
      return {
        vi: `Số liệu: ${indicator.vi}, ${unit.vi} (${connection.vi})`,
        en: `Figures: ${indicator.en}, ${unit.en} (${connection.en})`,
      }
    }
    case 'silence': {
      const { vi, en } = names.connection(i.connection)
      return { vi: `Mất kết nối: ${vi}`, en: `Connection lost: ${en}` }
    }
    case 'alert':
      return { vi: `Cảnh báo: ${i.headline.vi}`, en: `Alert: ${i.headline.en}` }
    case 'message':
      return {
        vi: `${i.from.vi} báo ${i.to.vi}: ${i.text.vi}`,
        en: `${i.from.en} to ${i.to.en}: ${i.text.en}`,
      }
  }
}
