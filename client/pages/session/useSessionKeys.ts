import { useTranslation } from 'react-i18next'
import { type Command, useCommands } from '../../commands/index.ts'

type Does = {
  compose(): void
  spotlight(): void
  numbers(): void
  pointer(): void
  muteAll(): void
}

/** The keys of whoever directs; they hold while a text field has the focus too, so no letter is one of them. */
export function useSessionKeys(enabled: boolean, does: Does): void {
  const { t } = useTranslation('bridge')
  const group = t('palette:group.session')
  const key = (word: string, keys: string, run: () => void): Command => ({
    ...{ id: `session.${word}`, title: t(`layout.keys.${word}`), group, keys: [keys], typing: true },
    ...{ enabled, run },
  })
  useCommands([
    key('compose', 'f4', () => does.compose()),
    { ...key('nextPane', 'f6', () => nextPane()), keyOnly: true, enabled: true },
    key('spotlight', 'f7', () => does.spotlight()),
    key('numbers', 'f8', () => does.numbers()),
    key('pointer', 'f9', () => does.pointer()),
    key('muteAll', 'mod+shift+m', () => does.muteAll()),
  ])
}

/** Round the panes in the order of the page; the first thing that can be used in each has the focus. */
export function nextPane(root: ParentNode = document): void {
  const panes = [...root.querySelectorAll<HTMLElement>('[data-pane]')].filter((p) => p.offsetParent !== null)
  const now = panes.findIndex((p) => p.contains(document.activeElement))
  const next = panes[(now + 1) % panes.length]
  const first = next?.querySelector<HTMLElement>(
    'button:not(:disabled), select, input, textarea, a[href], [tabindex="0"]',
  )
  ;(first ?? next)?.focus()
}
