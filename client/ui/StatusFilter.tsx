import { useTranslation } from 'react-i18next'
import { NUMBER_MARKS, type NumberMark } from '../../shared/marks.ts'
import { markWord } from './marks.tsx'
import { useLanguage } from './preferences.ts'

export const isNumberMark = (text: string | null): text is NumberMark =>
  NUMBER_MARKS.some((mark) => mark === text)

type Props = { value: NumberMark | null; onChange(mark: NumberMark | null): void }

/** Chooses numbers by what is said of them; the same choice on every page. */
export function StatusFilter({ value, onChange }: Props) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  return (
    <select
      name="status"
      aria-label={t('statusFilter.label')}
      value={value ?? ''}
      onChange={(e) => onChange(isNumberMark(e.target.value) ? e.target.value : null)}
    >
      <option value="">{t('statusFilter.all')}</option>
      {NUMBER_MARKS.map((mark) => (
        <option key={mark} value={mark}>
          {markWord(mark, language)}
        </option>
      ))}
    </select>
  )
}
