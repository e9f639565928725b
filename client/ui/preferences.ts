import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Language } from '../../shared/vocabulary.ts'

export type Theme = 'dark' | 'light'
const KEY = 'td.theme'
const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(KEY)
const themeStore = createStore<{ theme: Theme }>(() => ({ theme: asked === 'light' ? 'light' : 'dark' }))

function show(theme: Theme): void {
  const { classList } = document.documentElement
  classList.toggle('light', theme === 'light')
  classList.toggle('dark', theme === 'dark')
}
show(themeStore.getState().theme)

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  themeStore.setState({ theme })
  show(theme)
}
export const useTheme = (): Theme => useStore(themeStore, (s) => s.theme)

/** The map's colours that go with the page. */
export const usePalette = () =>
  (useTheme() === 'light' ? 'desk-light' : 'desk-dark') as 'desk-light' | 'desk-dark'

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'vi'
}
