import { useTranslation } from 'react-i18next'
import { RUNGS } from '../../../shared/ladder.ts'
import { HourField } from '../../ui/index.ts'
import styles from './admin.module.css'
import { type ContractDraft, EMPTY_SERIES, type SeriesDraft, wrongFields } from './connectionDraft.ts'
import { DeadlineFields } from './DeadlineFields.tsx'

const WORKING_DAYS = [1, 2, 3, 4, 5]
const WEEK = [1, 2, 3, 4, 5, 6, 0]
const PERIODS = ['PT1S', 'PT10S', 'PT1M', 'PT15M', 'PT1H', 'P1D', 'P1W', 'P1M', 'P3M', 'P1Y']

type Props = { draft: ContractDraft; onChange(draft: ContractDraft): void }

/** What a source promises: how often, how long it may be late, when, which series in which measure and range. */
export function ContractFields({ draft, onChange }: Props) {
  const { t } = useTranslation(['admin', 'desk'])
  const wrong = new Set(wrongFields(draft))
  const set = (change: Partial<ContractDraft>) => onChange({ ...draft, ...change })
  const line = (i: number, change: Partial<SeriesDraft>) =>
    set({ series: draft.series.map((s, at) => (at === i ? { ...s, ...change } : s)) })
  const hours = draft.hours
  return (
    <>
      <div className={styles.fields}>
        <label>
          {t('connection.period')}
          <input
            name="period"
            list="contract-periods"
            value={draft.period}
            aria-invalid={wrong.has('period')}
            onChange={(e) => set({ period: e.target.value })}
          />
          <datalist id="contract-periods">
            {PERIODS.map((p) => (
              <option key={p} value={p} />
            ))}
          </datalist>
          <small>{t('connection.periodHint')}</small>
        </label>
        {(['grace', 'expiry'] as const).map((field) => (
          <label key={field}>
            {t(`connection.${field}`)}
            <input
              name={field}
              inputMode="numeric"
              value={draft[field]}
              aria-invalid={wrong.has(field)}
              onChange={(e) => set({ [field]: e.target.value })}
            />
            {field === 'expiry' && <small>{t('connection.expiryHint')}</small>}
          </label>
        ))}
      </div>
      <div className={styles.hours}>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={hours === null}
            onChange={(e) =>
              set({
                hours: e.target.checked
                  ? null
                  : { days: WORKING_DAYS, from: '07:30', to: '17:00', closed: true },
              })
            }
          />
          {t('connection.hoursAlways')}
        </label>
        {hours && (
          <>
            {WEEK.map((d) => (
              <label key={d} className={styles.check}>
                <input
                  type="checkbox"
                  checked={hours.days.includes(d)}
                  onChange={(e) =>
                    set({
                      hours: {
                        ...hours,
                        days: e.target.checked ? [...hours.days, d] : hours.days.filter((x) => x !== d),
                      },
                    })
                  }
                />
                {t(`desk:day.${d}`)}
              </label>
            ))}
            {(['from', 'to'] as const).map((end) => (
              <label key={end} className={styles.check}>
                {t(end === 'from' ? 'connection.hoursFrom' : 'connection.hoursTo')}
                <HourField
                  value={hours[end]}
                  aria-invalid={wrong.has('hours')}
                  onChange={(hour) => set({ hours: { ...hours, [end]: hour } })}
                />
              </label>
            ))}
            <label className={styles.check}>
              <input
                type="checkbox"
                name="closedOnHolidays"
                checked={hours.closed}
                onChange={(e) => set({ hours: { ...hours, closed: e.target.checked } })}
              />
              {t('connection.closedOnHolidays')}
            </label>
          </>
        )}
      </div>
      <DeadlineFields
        deadlines={draft.deadlines}
        wrong={wrong}
        onChange={(deadlines) => set({ deadlines })}
      />
      <div className={styles.fields}>
        {RUNGS.map((rung) => (
          <label key={rung}>
            {t(`connection.escalation.${rung}`)}
            <input
              name={`escalation.${rung}`}
              inputMode="numeric"
              value={draft.escalation[rung]}
              placeholder={t('connection.escalation.usual')}
              aria-invalid={wrong.has('escalation')}
              onChange={(e) => set({ escalation: { ...draft.escalation, [rung]: e.target.value } })}
            />
            {rung === 'owner' && <small>{t('connection.escalation.hint')}</small>}
          </label>
        ))}
      </div>
      <div className={styles.fields}>
        {(['contactName', 'contactPhone', 'contactEmail', 'legalBasis'] as const).map((field) => (
          <label key={field}>
            {t(`connection.${field}`)}
            <input
              name={field}
              maxLength={field === 'legalBasis' ? 500 : field === 'contactPhone' ? 40 : 200}
              value={draft[field]}
              aria-invalid={wrong.has(field)}
              onChange={(e) => set({ [field]: e.target.value })}
            />
            {field === 'contactName' && <small>{t('connection.contactHint')}</small>}
          </label>
        ))}
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          name="twoPersons"
          checked={draft.twoPersons}
          onChange={(e) => set({ twoPersons: e.target.checked })}
        />
        {t('connection.twoPersons')}
      </label>
      <fieldset className={styles.series}>
        <legend>{t('connection.series')}</legend>
        <p>{t('connection.seriesHint')}</p>
        {draft.series.map((s, i) => (
          <div key={i} className={styles.seriesLine}>
            {(['indicator', 'units', 'measure', 'low', 'high'] as const).map((field) => (
              <input
                key={field}
                name={`series.${i}.${field}`}
                aria-label={t(`connection.${field}`)}
                placeholder={t(`connection.${field}`)}
                title={field === 'units' ? t('connection.unitsHint') : undefined}
                list={field === 'indicator' ? 'known-indicators' : undefined}
                value={s[field]}
                aria-invalid={wrong.has(`series.${i}.${field}`)}
                onChange={(e) => line(i, { [field]: e.target.value })}
              />
            ))}
            <button
              type="button"
              aria-label={t('connection.removeSeries')}
              onClick={() => set({ series: draft.series.filter((_, at) => at !== i) })}
            >
              ×
            </button>
          </div>
        ))}
        <button
          type="button"
          className={styles.add}
          data-action="add-series"
          onClick={() => set({ series: [...draft.series, { ...EMPTY_SERIES }] })}
        >
          {t('connection.addSeries')}
        </button>
      </fieldset>
    </>
  )
}
