import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttentionRow } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './attention.module.css'

type Props = { row: AttentionRow; subject: string; onClose(): void }

/** A person takes an alert with a note; name and time come from the server. */
export function Acknowledge({ row, subject, onClose }: Props) {
  const { t } = useTranslation('desk')
  const [note, setNote] = useState('')
  const send = useMutation({
    mutationFn: () => api.post(`/api/attention/${row.id}/acknowledge`, { note: note.trim() }),
    onSuccess: onClose,
  })
  return (
    <Dialog open onClose={onClose} title={t('attention.acknowledgeTitle', { subject })}>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (note.trim()) send.mutate()
        }}
      >
        <label>
          {t('attention.note')}
          <textarea
            autoFocus
            name="note"
            required
            maxLength={500}
            rows={3}
            value={note}
            placeholder={t('attention.notePlaceholder')}
            onChange={(e) => setNote(e.target.value)}
          />
        </label>
        <p>{t('attention.noteHint')}</p>
        <Problem error={send.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!note.trim() || send.isPending}>
            {t('attention.acknowledge')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
