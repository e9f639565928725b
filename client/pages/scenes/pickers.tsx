import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { IndicatorView, UnitView } from '../../../shared/api/catalogue.ts'
import { api } from '../../api/index.ts'
import { useLanguage } from '../../ui/index.ts'

export const useIndicators = () =>
  useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
    staleTime: 600_000,
  })
const useUnits = () =>
  useQuery({ queryKey: ['units'], queryFn: () => api.get<UnitView[]>('/api/units'), staleTime: 600_000 })

/** `level`: only indicators that are reported at it. A code that was withdrawn stays to be seen. */
export function IndicatorSelect({
  value,
  onChange,
  below = false,
}: {
  value: string
  onChange(code: string): void
  below?: boolean
}) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const { data = [] } = useIndicators()
  const list = data.filter((i) => i.basis !== 'support' && (!below || i.level !== 'nation'))
  return (
    <select
      aria-label={t('part.indicator')}
      data-field="indicator"
      value={value}
      onChange={(e) => onChange(e.target.value)}
    >
      {!list.some((i) => i.code === value) && (
        <option value={value}>
          {value} {data.length > 0 && value ? t('part.notThere') : ''}
        </option>
      )}
      {list.map((i) => (
        <option key={i.code} value={i.code}>
          {i.code} {i.short[language]}
        </option>
      ))}
    </select>
  )
}

/** The nation, and the units of the kind that the indicator is reported by. */
export function UnitSelect({
  indicator,
  value,
  onChange,
}: {
  indicator: string
  value: string
  onChange(code: string): void
}) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const { data: units = [] } = useUnits()
  const { data: indicators = [] } = useIndicators()
  const level = indicators.find((i) => i.code === indicator)?.level
  const list = units.filter((u) => u.validTo === null && (u.kind === 'nation' || u.kind === level))
  return (
    <select
      aria-label={t('part.unit')}
      data-field="unit"
      value={value}
      onChange={(e) => onChange(e.target.value)}
    >
      {!list.some((u) => u.code === value) && <option value={value}>{value}</option>}
      {list.map((u) => (
        <option key={`${u.code} ${u.validFrom}`} value={u.code}>
          {u.name[language]}
        </option>
      ))}
    </select>
  )
}
