import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReadinessBoard, useReadinessBoard } from '../../bridge/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Dialog } from '../../ui/index.ts'
import styles from './roll.module.css'

/** How many points are ready, and the board behind it. */
export function ReadinessButton({ session }: { session: string }) {
  const { t } = useTranslation('readiness')
  const now = useServerClock()
  const [open, setOpen] = useState(false)
  const { data } = useReadinessBoard({ session })
  if (!data?.expected) return null
  return (
    <>
      <button type="button" className={styles.ready} data-action="readiness" onClick={() => setOpen(true)}>
        {t('button', { ready: data.ready, count: data.expected })}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('title')} wide>
        {open && <ReadinessBoard of={{ session }} now={now} />}
      </Dialog>
    </>
  )
}
