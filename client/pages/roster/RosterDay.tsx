import { useTranslation } from 'react-i18next'
import type { Position, RosterView } from '../../../shared/api/shifts.ts'
import { weekday } from '../../../shared/calendar.ts'
import { dayOfText, type Shift } from '../../../shared/shift.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { hoursText, shortDay } from '../../duty/index.ts'
import styles from './roster.module.css'
import type { Slot } from './slot.ts'

type Props = {
  day: string
  shifts: readonly Shift[]
  today: boolean
  positions: readonly Position[]
  roster: RosterView
  language: Language
  mayPlan: boolean
  onPlan(slot: Slot): void
}

/** A day's shifts, each with who is planned at each position; whoever may plan adds and takes away by name. */
export function RosterDay({ day, shifts, today, positions, roster, language, mayPlan, onPlan }: Props) {
  const { t } = useTranslation('shifts')
  return (
    <tbody data-day={day} data-today={today || undefined}>
      {shifts.map((shift, i) => (
        <tr key={shift.no}>
          {i === 0 && (
            <th rowSpan={shifts.length} scope="rowgroup">
              {t(`weekday.${weekday(dayOfText(day))}`)}
              <small>{shortDay(day)}</small>
            </th>
          )}
          <td className={styles.hours}>
            {shift.no} <small>{hoursText(shift, language)}</small>
          </td>
          {positions.map((p) => {
            const here = roster.planned.filter(
              (x) => x.day === day && x.no === shift.no && x.position === p.id,
            )
            const slot = { day, no: shift.no, position: p.id }
            const accounts = here.map((h) => h.account)
            const free = roster.people.filter((x) => !accounts.includes(x.account))
            return (
              <td
                key={p.id}
                data-slot={`${day}/${shift.no}/${p.id}`}
                data-gap={(p.needed && !here.length) || undefined}
              >
                {here.map((h) => (
                  <span key={h.account} className={styles.name}>
                    {h.displayName}
                    {mayPlan && (
                      <button
                        type="button"
                        aria-label={t('roster.remove', { name: h.displayName })}
                        onClick={() => onPlan({ ...slot, accounts: accounts.filter((a) => a !== h.account) })}
                      >
                        ×
                      </button>
                    )}
                  </span>
                ))}
                {!mayPlan && !here.length && (p.needed ? t('vacantShort') : '–')}
                {mayPlan && (
                  <select
                    value=""
                    aria-label={t('roster.add', {
                      position: p.name[language],
                      no: shift.no,
                      day: shortDay(day),
                    })}
                    onChange={(e) => onPlan({ ...slot, accounts: [...accounts, Number(e.target.value)] })}
                  >
                    <option value="">{here.length ? '+' : p.needed ? t('roster.choose') : '+'}</option>
                    {free.map((x) => (
                      <option key={x.account} value={x.account}>
                        {x.displayName}
                      </option>
                    ))}
                  </select>
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}
