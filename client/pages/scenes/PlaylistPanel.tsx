import { useTranslation } from 'react-i18next'
import type { Playlist } from '../../../shared/playlist.ts'
import { Button } from '../../ui/index.ts'
import { Leaving } from '../rules/Leaving.tsx'
import { Faults } from './Faults.tsx'
import { PlaylistForm } from './PlaylistForm.tsx'
import styles from './scenes.module.css'
import { newerThan } from './Unsaved.tsx'

/** A playlist that is being changed: as it was read, its version, and as it is now. */
export type Draft = { start: Playlist; after: number; now: Playlist }
export const isChanged = (d: Draft): boolean => JSON.stringify(d.start) !== JSON.stringify(d.now)

type Props = {
  draft: Draft
  /** It is being saved or taken away. */
  busy: boolean
  error: Error | null
  /** What was to be saved when it was refused; null: it was to be taken away. */
  refused: { key: string; playlist: Playlist | null } | undefined
  /** Somewhere else was pressed while there are changes. */
  leaving: boolean
  onChange(now: Playlist): void
  onSave(playlist: Playlist | null, after: number): void
  onLoad(): void
  onClose(): void
  onLeave(): void
  onStay(): void
}

/** The form of a playlist, and the ways on where its changes would be lost. */
export function PlaylistPanel({ draft, busy, error, refused, leaving, ...on }: Props) {
  const { t } = useTranslation('scenes')
  const { start, after, now } = draft
  const newer = refused?.key === now.key ? newerThan(error) : null
  return (
    <aside className={styles.panel}>
      <Leaving asks={leaving} onLeave={on.onLeave} onStay={on.onStay} />
      <Faults error={error} />
      {newer !== null && (
        <p className={styles.request} data-conflict={newer}>
          {refused?.playlist && (
            <Button data-save-over="" disabled={busy} onClick={() => on.onSave(now, newer)}>
              {t('edit.saveOver', { version: newer })}
            </Button>
          )}
          <Button data-load-newer="" onClick={on.onLoad}>
            {t('list.loadNewer', { version: newer })}
          </Button>
        </p>
      )}
      <PlaylistForm
        key={`${start.key} ${after}`}
        playlist={now}
        isNew={after === 0}
        busy={busy}
        onChange={on.onChange}
        onSave={() => on.onSave(now, after)}
      />
      {after > 0 && (
        <Button data-remove="" disabled={busy} onClick={() => on.onSave(null, after)}>
          {t('list.remove')}
        </Button>
      )}
      <Button data-close="" onClick={on.onClose}>
        {t('close')}
      </Button>
    </aside>
  )
}
