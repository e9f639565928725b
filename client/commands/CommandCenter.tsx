import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { KeyMap } from './KeyMap.tsx'
import { Palette } from './Palette.tsx'
import { usePlaces } from './places.ts'
import { openPanel, useCommands, usePanel } from './registry.ts'
import { useKeys } from './useKeys.ts'

/** On every page of a person: the palette, the map of keys, and the keys that lead from page to page. */
export function CommandCenter() {
  const { t } = useTranslation('palette')
  const go = useNavigate()
  const places = usePlaces()
  const open = usePanel()
  useKeys()
  useCommands([
    {
      ...{ id: 'palette', title: t('open'), group: t('group.everywhere'), keys: ['mod+k'], typing: true },
      inDialog: true,
      keyOnly: true,
      foot: t('foot.palette'),
      run: () => openPanel('palette'),
    },
    {
      ...{ id: 'keys', title: t('keys'), group: t('group.everywhere'), keys: ['?'], foot: t('foot.keys') },
      run: () => openPanel('keys'),
    },
    ...places.map(({ to, name, letter }) => ({
      id: `go:${to}`,
      title: name,
      group: t('group.pages'),
      ...(letter ? { keys: [`g ${letter}`] } : {}),
      run: () => void go(to),
    })),
  ])
  if (open === 'palette') return <Palette onClose={() => openPanel(null)} />
  if (open === 'keys') return <KeyMap onClose={() => openPanel(null)} />
  return null
}
