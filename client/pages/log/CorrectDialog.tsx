import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import styles from './log.module.css'

/** A correction is written beside what it corrects; both stay readable. */
export function CorrectDialog({ entry, onClose }: { entry: LogEntryView; onClose(): void }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const queries = useQueryClient()
  const [text, setText] = useState(entry.text[language])
  const [reason, setReason] = useState('')
  const correct = useMutation({
    mutationFn: () => api.post(`/api/log/${entry.id}/correct`, { text: text.trim(), reason: reason.trim() }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['log'] })
      onClose()
    },
  })
  const ready = text.trim() && reason.trim() && !correct.isPending
  return (
    <Dialog open onClose={onClose} title={t('log.correctTitle', { id: entry.id })}>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) correct.mutate()
        }}
      >
        <label>
          {t('log.text')}
          <textarea
            autoFocus
            name="text"
            rows={4}
            maxLength={2_000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </label>
        <label>
          {t('log.why')}
          <input name="reason" maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} />
        </label>
        <Problem error={correct.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready}>
            {t('log.correct')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
