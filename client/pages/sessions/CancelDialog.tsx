import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BookingView } from '../../../shared/api/bookings.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'

/** Calls a booked session off; why is told to everybody who was asked. */
export function CancelDialog({ booking, onClose }: { booking: BookingView; onClose(): void }) {
  const { t } = useTranslation('sessions')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const cancel = useMutation({
    mutationFn: () => api.post<BookingView>(`/api/bookings/${booking.id}/cancel`, { reason: reason.trim() }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] })
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title={t('cancelTitle')}>
      <form
        className={forms.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (reason.trim()) cancel.mutate()
        }}
      >
        <p>{booking.title}</p>
        <label>
          {t('reason')}
          <input
            autoFocus
            name="reason"
            maxLength={500}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        </label>
        <Problem error={cancel.error} />
        <footer>
          <Button type="submit" primary disabled={!reason.trim() || cancel.isPending}>
            {t('cancelConfirm')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
