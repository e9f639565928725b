// Counts as the desk writes them: grouped, at most one decimal, a true minus sign.
import type { Language } from '../../../shared/vocabulary.ts'

const formats = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
}

export const figure = (value: number, language: Language): string =>
  formats[language].format(value).replace('-', '−')
