import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MappingInput, PreviewView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { figure } from '../desk/figures.ts'
import { CreateIndicator } from './CreateIndicator.tsx'
import { ItemMatches } from './ItemMatches.tsx'
import styles from './import.module.css'
import { chooseItem, undecided } from './mapping.ts'
import { Recognised } from './Recognised.tsx'
import { Refusals } from './Refusals.tsx'
import { Roles } from './Roles.tsx'
import { UnitMatches } from './UnitMatches.tsx'

type Props = {
  preview: PreviewView
  busy: boolean
  language: Language
  onMapping(mapping: MappingInput): void
  onImport(): void
}

/** Everything that will happen, before it does. */
export function Preview({ preview, busy, language, onMapping, onImport }: Props) {
  const { t } = useTranslation('import')
  const [creating, setCreating] = useState<string | null>(null)
  const { mapping } = preview
  const open = mapping ? undecided(preview).length : 0
  return (
    <>
      <div className={styles.verdict} role="status">
        <strong data-metric="rows-accepted" data-count={preview.accepted}>
          {t('willAccept', { count: preview.accepted, n: figure(preview.accepted, language) })}
        </strong>
        <em
          data-metric="rows-refused"
          data-count={preview.refused}
          data-some={preview.refused > 0 || undefined}
        >
          {t('willRefuse', { count: preview.refused, n: figure(preview.refused, language) })}
        </em>
        {open > 0 && <span data-tone="amber">{t('decide', { count: open })}</span>}
        <Button
          primary
          disabled={busy || preview.accepted === 0 || open > 0}
          onClick={onImport}
          data-action="import"
        >
          {busy
            ? t('submitting')
            : t('submit', { count: preview.accepted, n: figure(preview.accepted, language) })}
        </Button>
      </div>
      <fieldset className={styles.columns} disabled={busy}>
        <div>
          <Recognised preview={preview} language={language} />
          {mapping && preview.dimensions.length > 0 && (
            <Roles preview={preview} mapping={mapping} onMapping={onMapping} />
          )}
          {mapping && preview.items.length > 0 && (
            <ItemMatches
              preview={preview}
              language={language}
              onChoose={(item, choice) => onMapping(chooseItem(mapping, item, choice))}
              onCreate={setCreating}
            />
          )}
          <Refusals rows={preview.refusals} total={preview.refused} language={language} />
        </div>
        <UnitMatches preview={preview} language={language} onMapping={onMapping} />
      </fieldset>
      {creating !== null && mapping && (
        <CreateIndicator
          preview={preview}
          item={creating}
          language={language}
          onClose={() => setCreating(null)}
          onCreate={(create) => {
            setCreating(null)
            onMapping(chooseItem(mapping, creating, { create }))
          }}
        />
      )}
    </>
  )
}
