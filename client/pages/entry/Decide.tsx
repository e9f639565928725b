import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../shared/api/entry.ts'
import { api } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import styles from './entry.module.css'

type Props = { entry: number; own: boolean; connection: string }

/** The second person's word; who typed it can only take it back. */
export function Decide({ entry, own, connection }: Props) {
  const { t } = useTranslation('entry')
  const queries = useQueryClient()
  const [reason, setReason] = useState<string | null>(null)
  const decide = useMutation({
    mutationFn: (input: { decision: 'confirm' | 'refuse' | 'withdraw'; reason?: string }) =>
      api.post<EntryView>(`/api/entries/${entry}/decide`, input),
    onSettled: () => queries.invalidateQueries({ queryKey: ['entry', 'list', connection] }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['entry', 'form'] }),
  })
  return (
    <form
      className={styles.decide}
      onSubmit={(e) => {
        e.preventDefault()
        if (reason?.trim()) decide.mutate({ decision: 'refuse', reason: reason.trim() })
      }}
    >
      <Problem error={decide.error} />
      {own ? (
        <>
          <span>{t('waitsForOther')}</span>
          <Button
            disabled={decide.isPending}
            onClick={() => decide.mutate({ decision: 'withdraw' })}
            data-decision="withdraw"
          >
            {t('withdraw')}
          </Button>
        </>
      ) : reason === null ? (
        <>
          <Button onClick={() => setReason('')} data-decision="refuse">
            {t('refuse')}
          </Button>
          <Button
            primary
            disabled={decide.isPending}
            onClick={() => decide.mutate({ decision: 'confirm' })}
            data-decision="confirm"
          >
            {t('confirm')}
          </Button>
        </>
      ) : (
        <>
          <input
            name="reason"
            maxLength={500}
            placeholder={t('reason')}
            aria-label={t('reason')}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          <Button onClick={() => setReason(null)}>{t('back')}</Button>
          <Button type="submit" primary disabled={!reason.trim() || decide.isPending}>
            {t('refuse')}
          </Button>
        </>
      )}
    </form>
  )
}
