import { useTranslation } from 'react-i18next'
import type { Showing } from '../../../shared/api/scenes.ts'
import type { Target } from '../../../shared/playlist.ts'

type Screens = Showing['screens']
/** A target as the value of a choice, and back. */
const textOf = (t: Target): string =>
  t.kind === 'all' ? 'all' : t.kind === 'group' ? `group/${t.name}` : `${t.kind}/${t.id}`
function targetOf(text: string): Target {
  const [kind, ...rest] = text.split('/')
  const name = rest.join('/')
  if (kind === 'group') return { kind, name }
  if (kind === 'wall' || kind === 'screen') return { kind, id: Number(name) }
  return { kind: 'all' }
}

/** A target as it was kept with an act. */
export function asTarget(kept: unknown): Target | null {
  if (typeof kept !== 'object' || kept === null || !('kind' in kept)) return null
  const { kind } = kept
  if (kind === 'all') return { kind }
  if (kind === 'group')
    return 'name' in kept && typeof kept.name === 'string' ? { kind, name: kept.name } : null
  if (kind !== 'wall' && kind !== 'screen') return null
  return 'id' in kept && typeof kept.id === 'number' ? { kind, id: kept.id } : null
}

/** What the screens belong to, each once, by name. */
function belonging(screens: Screens) {
  const groups = [...new Set(screens.flatMap((s) => s.group ?? []))].sort()
  const walls = [...new Map(screens.flatMap((s) => (s.wall ? [[s.wall.id, s.wall.name]] : [])))].sort(
    (a, b) => (a[1] < b[1] ? -1 : 1),
  )
  return { groups, walls }
}

export function useTargetName(screens: Screens): (t: Target) => string {
  const { t } = useTranslation('scenes')
  return (target) => {
    switch (target.kind) {
      case 'all':
        return t('showing.all')
      case 'group':
        return t('target.group', { name: target.name })
      case 'wall': {
        const wall = screens.find((s) => s.wall?.id === target.id)?.wall
        return t('target.wall', { name: wall?.name ?? target.id })
      }
      case 'screen':
        return screens.find((s) => s.screen === target.id)?.name ?? t('target.gone', { id: target.id })
    }
  }
}

/** Every screen, a group, a wall as one picture, or one screen: by their names. */
export function TargetSelect({
  screens,
  value,
  onChange,
}: {
  screens: Screens
  value: Target
  onChange(t: Target): void
}) {
  const { t } = useTranslation('scenes')
  const { groups, walls } = belonging(screens)
  const name = useTargetName(screens)
  const here = textOf(value)
  const known = new Set([
    ...['all', ...groups.map((g) => `group/${g}`)],
    ...[...walls.map(([id]) => `wall/${id}`), ...screens.map((s) => `screen/${s.screen}`)],
  ])
  return (
    <select
      aria-label={t('showing.on')}
      data-field="target"
      value={here}
      onChange={(e) => onChange(targetOf(e.target.value))}
    >
      <option value="all">{t('showing.all')}</option>
      {!known.has(here) && <option value={here}>{name(value)}</option>}
      {groups.length > 0 && (
        <optgroup label={t('target.groups')}>
          {groups.map((g) => (
            <option key={g} value={`group/${g}`}>
              {g}
            </option>
          ))}
        </optgroup>
      )}
      {walls.length > 0 && (
        <optgroup label={t('target.walls')}>
          {walls.map(([id, wall]) => (
            <option key={id} value={`wall/${id}`}>
              {wall}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={t('target.screens')}>
        {screens.map((s) => (
          <option key={s.screen} value={`screen/${s.screen}`}>
            {s.name}
          </option>
        ))}
      </optgroup>
    </select>
  )
}
