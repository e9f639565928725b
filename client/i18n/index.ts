import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../shared/vocabulary.ts'

const KEY = 'td.language'
/** Every <language>/<page>.json is a namespace of its own name. */
const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, import: 'default' })

function resources(): Record<string, Record<string, Record<string, unknown>>> {
  const found: Record<string, Record<string, Record<string, unknown>>> = {}
  for (const [path, words] of Object.entries(files)) {
    const [, language = '', page = ''] = /^\.\/(\w+)\/([\w-]+)\.json$/.exec(path) ?? []
    found[language] = { ...found[language], [page]: words }
  }
  return found
}

const isLanguage = (text: string | null): text is Language => text === 'vi' || text === 'en'

/** `?lang=` wins for this page, then what this browser chose before, then Vietnamese. */
function initial(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  const kept = localStorage.getItem(KEY)
  return isLanguage(asked) ? asked : isLanguage(kept) ? kept : 'vi'
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: initial(),
    fallbackLng: 'vi',
    resources: resources(),
    defaultNS: 'common',
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  })
  document.documentElement.lang = i18next.language
}

/** Each language's own words, made when they are first asked for. */
const apart = new Map<Language, typeof i18next>()
/** The words of a language for what is drawn in another than the page's own. */
export function wordsIn(language: Language): typeof i18next {
  const words = apart.get(language) ?? i18next.cloneInstance({ lng: language })
  apart.set(language, words)
  return words
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
