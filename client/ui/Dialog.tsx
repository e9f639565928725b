import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './parts.module.css'

type Props = {
  open: boolean
  onClose(): void
  title: string
  wide?: boolean
  /** What has the focus afterwards, where that is not simply what had it before. */
  back?: RefObject<HTMLElement | null>
  children: ReactNode
}

/** One thing at a time over the page: focus stays inside, Escape and a press outside close it. */
export function Dialog({ open, onClose, title, wide = false, back, children }: Props) {
  const { t } = useTranslation('common')
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup
          className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
          {...(back && { finalFocus: back })}
        >
          <header>
            <Base.Title>{title}</Base.Title>
            <Base.Close aria-label={t('close')} title={t('close')}>
              ×
            </Base.Close>
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
