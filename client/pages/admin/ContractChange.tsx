import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './admin.module.css'
import { ContractFields } from './ContractFields.tsx'
import { contractInput, draftOf, wrongFields } from './connectionDraft.ts'

/** A new version of a contract; the ones before are kept. */
export function ContractChange({ connection, onClose }: { connection: ConnectionView; onClose(): void }) {
  const { t } = useTranslation('admin')
  const [draft, setDraft] = useState(() => draftOf(connection.contract))
  const save = useMutation({
    mutationFn: () =>
      api.post(`/api/connections/${encodeURIComponent(connection.id)}/contract`, contractInput(draft)),
    onSuccess: onClose,
  })
  const ready = wrongFields(draft).length === 0
  return (
    <Dialog open wide onClose={onClose} title={t('connection.contractTitle', { id: connection.id })}>
      <form
        className={`${forms.form} ${styles.wideForm}`}
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) save.mutate()
        }}
      >
        <p>{t('connection.contractText')}</p>
        <ContractFields draft={draft} onChange={setDraft} />
        <label>
          {t('connection.note')}
          <input
            name="note"
            maxLength={1000}
            value={draft.note}
            onChange={(e) => setDraft((d) => ({ ...d, note: e.target.value }))}
          />
        </label>
        <Problem error={save.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || save.isPending}>
            {t('save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
