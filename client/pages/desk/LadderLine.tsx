import { useTranslation } from 'react-i18next'
import type { Ladder } from '../../../shared/ladder.ts'
import styles from './ladder.module.css'
import { instant } from './times.ts'

type Props = { ladder: Ladder; now: number }

/** What is done about a silent source, step by step: done with its time, or when it will be. */
export function LadderLine({ ladder, now }: Props) {
  const { t } = useTranslation('desk')
  const stopped = ladder.acknowledgedAt !== null
  const steps = [{ rung: 'late', dueAt: ladder.since, at: ladder.since }, ...ladder.rungs]
  return (
    <ol
      className={styles.line}
      aria-label={t('ladder.label')}
      title={stopped ? t('ladder.stopped') : undefined}
      data-stopped={stopped || undefined}
    >
      {steps.map(({ rung, dueAt, at }) => (
        <li key={rung} data-rung={rung} data-done={at !== null || undefined}>
          <span>{t(`ladder.${rung}`)}</span>{' '}
          {at !== null ? <b>{instant(at, now)}</b> : stopped ? '–' : <i>{instant(dueAt, now)}</i>}
        </li>
      ))}
    </ol>
  )
}
