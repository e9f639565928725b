import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarDayInput, CalendarDayView } from '../../../shared/api/calendar.ts'
import { api } from '../../api/index.ts'
import { Button, DayField, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './admin.module.css'

type Props = { known: CalendarDayView | null; year: number; onClose(): void }
const KINDS = ['holiday', 'working', 'statutory'] as const

/** What was decided of one day, and on what ground; it holds at once. */
export function DecideDay({ known, year, onClose }: Props) {
  const { t } = useTranslation('admin')
  const [draft, setDraft] = useState<CalendarDayInput>({
    day: known?.day ?? '',
    kind: known?.decided ? 'statutory' : known ? 'working' : 'holiday',
    name: known?.name ?? { vi: '', en: '' },
    basis: '',
  })
  const set = (change: Partial<CalendarDayInput>) => setDraft({ ...draft, ...change })
  const save = useMutation({
    mutationFn: () => api.post('/api/calendar/days', draft),
    onSuccess: onClose,
  })
  const ready = [draft.day, draft.name.vi, draft.name.en, draft.basis].every((text) => text.trim())
  return (
    <Dialog open onClose={onClose} title={t('calendar.decideTitle')}>
      <form
        className={forms.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) save.mutate()
        }}
      >
        <p>{t('calendar.decideText')}</p>
        <div className={styles.fields}>
          <label>
            {t('calendar.day')}
            <DayField
              name="day"
              value={draft.day}
              min={`${Math.min(year, 2000)}-01-01`}
              max="2100-12-31"
              readOnly={known !== null}
              onChange={(day) => set({ day })}
            />
          </label>
          <label>
            {t('calendar.what')}
            <select
              name="kind"
              value={draft.kind}
              onChange={(e) => set({ kind: KINDS.find((k) => k === e.target.value) ?? 'holiday' })}
            >
              {KINDS.filter((k) => k !== 'statutory' || known?.decided).map((k) => (
                <option key={k} value={k}>
                  {k === 'statutory' ? t('calendar.withdraw') : t(`calendar.kind.${k}`)}
                </option>
              ))}
            </select>
          </label>
          {(['vi', 'en'] as const).map((language) => (
            <label key={language}>
              {t(language === 'vi' ? 'calendar.nameVi' : 'calendar.nameEn')}
              <input
                name={`name.${language}`}
                maxLength={200}
                value={draft.name[language]}
                onChange={(e) => set({ name: { ...draft.name, [language]: e.target.value } })}
              />
            </label>
          ))}
        </div>
        <label>
          {t('calendar.basis')}
          <input
            name="basis"
            maxLength={500}
            value={draft.basis}
            onChange={(e) => set({ basis: e.target.value })}
          />
        </label>
        <Problem error={save.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || save.isPending}>
            {t('calendar.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
