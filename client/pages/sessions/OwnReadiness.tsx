import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BookingView } from '../../../shared/api/bookings.ts'
import { useMe } from '../../api/index.ts'
import { ReadinessBoard, ReadinessPanel, useDevices } from '../../bridge/index.ts'
import { Button, Dialog, useLanguage } from '../../ui/index.ts'
import styles from './sessions.module.css'

/** A point tries its own devices and line, on the machine that it will use. */
export function OwnReadiness({ booking, now }: { booking: BookingView; now: number }) {
  const { t } = useTranslation('readiness')
  const [open, setOpen] = useState(false)
  return (
    <>
      <section className={styles.own}>
        <h3>{t('own')}</h3>
        <p>{t('ownHow')}</p>
        <span>
          <Button data-action="test-devices" onClick={() => setOpen(true)}>
            {t('open')}
          </Button>
        </span>
      </section>
      <ReadinessBoard of={{ booking: booking.id }} now={now} />
      <Dialog open={open} onClose={() => setOpen(false)} title={t('dialog', { title: booking.title })}>
        {open && <Trial booking={booking} />}
      </Dialog>
    </>
  )
}

function Trial({ booking }: { booking: BookingView }) {
  const language = useLanguage()
  const { person } = useMe()
  const devices = useDevices()
  const own = booking.points.find((p) => p.unit.code === person?.unit)
  if (!own) return null
  return (
    <ReadinessPanel
      of={{ booking: booking.id }}
      devices={devices}
      unit={own.unit.code}
      name={own.unit.name[language]}
    />
  )
}
