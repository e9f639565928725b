import { useTranslation } from 'react-i18next'
import { MomentField } from './MomentField.tsx'
import styles from './time.module.css'

type Props = {
  at: number
  onAt(ms: number): void
  /** Where charts begin; null = at their own range before `at`. */
  since: number | null
  onRanged(ranged: boolean): void
  onSince(ms: number): void
}

/** The fields of one moment: when, and, if wanted, since when the charts run to it. */
export function FixedFields({ at, onAt, since, onRanged, onSince }: Props) {
  const { t } = useTranslation('time')
  return (
    <div className={styles.fixed}>
      <MomentField label={t('at')} name="at" value={at} onChange={onAt} />
      <label className={styles.check}>
        <input
          type="checkbox"
          name="ranged"
          checked={since !== null}
          onChange={(e) => onRanged(e.target.checked)}
        />
        {t('ranged')}
      </label>
      {since !== null && <MomentField label={t('since')} name="since" value={since} onChange={onSince} />}
    </div>
  )
}
