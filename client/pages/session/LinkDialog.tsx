import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import styles from './dialog.module.css'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  point: BridgePointView
  /** Known only in the window that made it; a new one can be made at any time. */
  link: string | null
  actions: SessionActions
  onClose(): void
}

/** The invitation's link: shown, copied, renewed, revoked. */
export function LinkDialog({ point, link, actions, onClose }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const [copied, setCopied] = useState(false)
  return (
    <Dialog open onClose={onClose} title={t('link.title', { name: point.name[language] })}>
      {link ? (
        <>
          <p>{t('link.how')}</p>
          <div className={styles.link}>
            <input
              readOnly
              value={link}
              data-link={point.unit}
              onFocus={(e) => e.target.select()}
              aria-label={t('link.label')}
            />
            <Button
              primary
              onClick={() => {
                void copy(link).then(setCopied)
              }}
            >
              {t(copied ? 'link.copied' : 'link.copy')}
            </Button>
          </div>
        </>
      ) : (
        <p>{t('link.gone')}</p>
      )}
      <Problem error={actions.link.error ?? actions.revoke.error} />
      <footer className={styles.foot}>
        <Button onClick={() => actions.revoke.mutate(point.id, { onSuccess: onClose })} data-action="revoke">
          {t('link.revoke')}
        </Button>
        <Button onClick={() => actions.link.mutate(point.id)} data-action="renew">
          {t('link.renew')}
        </Button>
        <Button onClick={onClose}>{t('close')}</Button>
      </footer>
    </Dialog>
  )
}

/** The clipboard is closed to pages that are not secure; an old command still works there. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.querySelector<HTMLInputElement>('input[data-link]')
    field?.select()
    return document.execCommand('copy')
  }
}
