import { useTranslation } from 'react-i18next'
import { type Command, useCommands } from '../../commands/index.ts'

type Does = {
  spotlight(): void
  numbers(): void
  pointer(): void
  muteAll(): void
  view(): void
  record: (() => void) | null
  /** Asks first. */
  end(): void
}

/** The foot names a key in passing; in the palette the same words stand by themselves. */
export const sentence = (words: string) => words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)

/**
 * What whoever directs can do, by key and by palette. Function keys hold while a text field has the focus too, so no letter
 * is one of them, and what steers the session holds in a dialog as well; no key ends a session.
 */
export function useSessionKeys(enabled: boolean, does: Does): void {
  const { t } = useTranslation('bridge')
  const group = t('layout.keys.session')
  const key = (id: string, keys: string, run: () => void): Command => ({
    ...{ id: `session.${id}`, title: sentence(t(`layout.keys.${id}`)), group, keys: [keys] },
    ...{ foot: t(`layout.keys.${id}`), typing: true, inDialog: true, enabled, run },
  })
  const plain = (id: string, title: string, run: (() => void) | null): Command => ({
    ...{ id: `session.${id}`, title, group, enabled: enabled && run !== null },
    run: () => run?.(),
  })
  useCommands([
    { ...key('nextPane', 'f6', () => nextPane()), inDialog: false },
    key('spotlight', 'f7', does.spotlight),
    key('numbers', 'f8', does.numbers),
    key('pointer', 'f9', does.pointer),
    key('muteAll', 'mod+shift+m', does.muteAll),
    plain('view', t('layout.keys.view'), does.view),
    plain('record', t('layout.keys.record'), does.record),
    plain('end', t('layout.keys.end'), does.end),
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
