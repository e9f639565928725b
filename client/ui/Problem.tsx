import { useTranslation } from 'react-i18next'
import { RequestProblem } from '../api/index.ts'
import styles from './parts.module.css'

const facts = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .filter(([, v]) => typeof v === 'string' || typeof v === 'number')
    .map(([k, v]) => `${k}: ${v}`)
    .join(' · ')

/** What went wrong, in the reader's language, with the code to name it by; nothing when nothing did. */
export function Problem({ error }: { error: Error | null | undefined }) {
  const { t, i18n } = useTranslation('common')
  if (!error) return null
  const known = error instanceof RequestProblem ? error : null
  const reason = known?.detail.reason
  const key = typeof reason === 'string' ? `reason.${reason}` : ''
  const said = key && i18n.exists(`common:${key}`) ? t(key) : (known?.text ?? error.message)
  return (
    <p role="alert" className={styles.problem}>
      <b>{said}</b>
      <span>
        {known?.code}
        {known && facts(known.detail) ? ` · ${facts(known.detail)}` : ''}
      </span>
    </p>
  )
}
