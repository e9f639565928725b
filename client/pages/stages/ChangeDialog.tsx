import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StagesView } from '../../../shared/api/stages.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './stages.module.css'

type Props = { from: number; to: number; onClose(): void }

/** A stage changes with its cause, and only from the stage that was seen. */
export function ChangeDialog({ from, to, onClose }: Props) {
  const { t } = useTranslation('shifts')
  const queries = useQueryClient()
  const [cause, setCause] = useState('')
  const change = useMutation({
    mutationFn: () => api.post<StagesView>('/api/stages/change', { no: to, from, cause: cause.trim() }),
    onSuccess: (next) => {
      queries.setQueryData(['stages'], next)
      onClose()
    },
  })
  const title = t(to > from ? 'stage.raise' : 'stage.lower', { no: to })
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (cause.trim() && !change.isPending) change.mutate()
        }}
      >
        <label>
          {t('stage.cause')}
          <textarea
            autoFocus
            name="cause"
            rows={3}
            maxLength={500}
            value={cause}
            onChange={(e) => setCause(e.target.value)}
          />
        </label>
        <p>{t('stage.causeHint')}</p>
        <Problem error={change.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!cause.trim() || change.isPending}>
            {title}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
