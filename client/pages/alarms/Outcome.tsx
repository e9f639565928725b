import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import type { Tally } from './pieces.ts'
import styles from './rules.module.css'

type Props = { act: 'acknowledge' | 'gather'; tally: Tally; onClose(): void }

/** What one word to many alarms did: how many, and why the others were refused. */
export function Outcome({ act, tally, onClose }: Props) {
  const { t } = useTranslation('alarms')
  const refused = [...tally.refused]
  const count = refused.reduce((sum, [, n]) => sum + n, 0)
  return (
    <div role="status" data-done={tally.done} data-refused={count}>
      <p>{t(`outcome.${act}`, { count: tally.done })}</p>
      {count > 0 && (
        <div className={styles.fault}>
          {t('outcome.refused', { count })}
          <ul>
            {refused.map(([code, n]) => (
              <li key={code} data-refused-for={code}>
                {t('outcome.each', { count: n, why: t(`outcome.why.${code}`, { defaultValue: code }) })}
              </li>
            ))}
          </ul>
        </div>
      )}
      <footer>
        <Button primary autoFocus onClick={onClose}>
          {t('outcome.close')}
        </Button>
      </footer>
    </div>
  )
}
