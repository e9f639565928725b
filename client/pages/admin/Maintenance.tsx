import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, DayHourField, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './admin.module.css'

const HOUR = 3600_000
/** Viet Nam's clock, whatever this machine's zone is. */
const local = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 16)
const instantOf = (text: string) => Date.parse(`${text}:00+07:00`)

/** A planned stop: the connection is not counted late while it lasts. */
export function Maintenance({ connection, onClose }: { connection: ConnectionView; onClose(): void }) {
  const { t } = useTranslation('admin')
  const known = connection.maintenance
  const [from, setFrom] = useState(() => local(known?.from ?? serverNow()))
  const [to, setTo] = useState(() => local(known?.to ?? serverNow() + 2 * HOUR))
  const [reason, setReason] = useState(known?.reason ?? '')
  const save = useMutation({
    mutationFn: (maintenance: { from: number; to: number; reason: string } | null) =>
      api.post(`/api/connections/${encodeURIComponent(connection.id)}/maintenance`, { maintenance }),
    onSuccess: onClose,
  })
  const ready = reason.trim() !== '' && instantOf(from) < instantOf(to)
  return (
    <Dialog open onClose={onClose} title={t('connection.maintenanceTitle', { id: connection.id })}>
      <form
        className={forms.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) save.mutate({ from: instantOf(from), to: instantOf(to), reason: reason.trim() })
        }}
      >
        <div className={styles.fields}>
          <label>
            {t('connection.maintenanceFrom')}
            <DayHourField
              name="from"
              label={t('connection.maintenanceFrom')}
              value={from}
              onChange={setFrom}
            />
          </label>
          <label>
            {t('connection.maintenanceTo')}
            <DayHourField name="to" label={t('connection.maintenanceTo')} value={to} onChange={setTo} />
          </label>
        </div>
        <label>
          {t('connection.maintenanceReason')}
          <input name="reason" maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />
        </label>
        <Problem error={save.error} />
        <footer>
          {known && <Button onClick={() => save.mutate(null)}>{t('connection.maintenanceEnd')}</Button>}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || save.isPending}>
            {t('save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
