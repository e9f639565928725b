import { useTranslation } from 'react-i18next'
import { TIERS, type Tier } from '../../../shared/deadline.ts'
import styles from './admin.module.css'
import type { ContractDraft, DeadlineDraft } from './connectionDraft.ts'

type Props = {
  deadlines: ContractDraft['deadlines']
  wrong: ReadonlySet<string>
  onChange(deadlines: ContractDraft['deadlines']): void
}

/** By when the numbers of a period are to be in, for each tier they are about. */
export function DeadlineFields({ deadlines, wrong, onChange }: Props) {
  const { t } = useTranslation('admin')
  const set = (tier: Tier, change: Partial<DeadlineDraft>) =>
    onChange({ ...deadlines, [tier]: { ...deadlines[tier], ...change } })
  return (
    <fieldset className={styles.series}>
      <legend>{t('connection.deadlines')}</legend>
      <p>{t('connection.deadlinesHint')}</p>
      {TIERS.map((tier) => (
        <div key={tier} className={styles.deadlineLine}>
          <span>{t(`connection.tier.${tier}`)}</span>
          <input
            name={`deadline.${tier}.days`}
            inputMode="numeric"
            aria-label={`${t(`connection.tier.${tier}`)}: ${t('connection.deadlineDays')}`}
            placeholder={t('connection.deadlineDays')}
            value={deadlines[tier].days}
            aria-invalid={wrong.has(`deadline.${tier}`)}
            onChange={(e) => set(tier, { days: e.target.value })}
          />
          <select
            name={`deadline.${tier}.working`}
            aria-label={`${t(`connection.tier.${tier}`)}: ${t('connection.deadlineKind')}`}
            value={deadlines[tier].working ? 'working' : 'days'}
            onChange={(e) => set(tier, { working: e.target.value === 'working' })}
          >
            <option value="working">{t('connection.workingDays')}</option>
            <option value="days">{t('connection.calendarDays')}</option>
          </select>
          <input
            inputMode="numeric"
            maxLength={5}
            placeholder="17:00"
            name={`deadline.${tier}.at`}
            aria-label={`${t(`connection.tier.${tier}`)}: ${t('connection.deadlineAt')}`}
            value={deadlines[tier].at}
            aria-invalid={wrong.has(`deadline.${tier}`)}
            onChange={(e) => set(tier, { at: e.target.value })}
          />
        </div>
      ))}
    </fieldset>
  )
}
