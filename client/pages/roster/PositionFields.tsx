import { useTranslation } from 'react-i18next'
import type { Position } from '../../../shared/api/shifts.ts'

type Props = {
  position: Position
  /** Its id stands in the log already. */
  known: boolean
  onChange(next: Partial<Position>): void
  onRemove(): void
}

/** One position as a row of fields. */
export function PositionFields({ position: p, known, onChange, onRemove }: Props) {
  const { t } = useTranslation('shifts')
  const text = (key: 'id' | 'code', most: number) => (
    <input
      value={p[key]}
      maxLength={most}
      size={most}
      readOnly={key === 'id' && known}
      aria-label={t(`setUp.${key}`)}
      onChange={(e) => onChange({ [key]: e.target.value })}
    />
  )
  const name = (language: 'vi' | 'en') => (
    <input
      value={p.name[language]}
      maxLength={80}
      aria-label={t(`setUp.${language}`)}
      onChange={(e) => onChange({ name: { ...p.name, [language]: e.target.value } })}
    />
  )
  return (
    <tr>
      <td>{text('id', 14)}</td>
      <td>{text('code', 4)}</td>
      <td>{name('vi')}</td>
      <td>{name('en')}</td>
      <td>
        <input
          type="number"
          min={1}
          max={9}
          value={p.seats}
          aria-label={t('setUp.seats')}
          onChange={(e) => onChange({ seats: Number(e.target.value) })}
        />
      </td>
      <td>
        <input
          type="radio"
          name="chief"
          checked={p.chief}
          aria-label={t('setUp.chief')}
          onChange={() => onChange({ chief: true })}
        />
      </td>
      <td>
        <input
          type="checkbox"
          checked={p.needed}
          aria-label={t('setUp.needed')}
          onChange={(e) => onChange({ needed: e.target.checked })}
        />
      </td>
      <td>
        <button type="button" aria-label={t('setUp.remove')} title={t('setUp.remove')} onClick={onRemove}>
          ×
        </button>
      </td>
    </tr>
  )
}
