import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { changeOf } from './change.ts'

type Props = {
  value: number | null
  earlier: number | null
  indicator: IndicatorView
  format(value: number): string
  /** What to say when there is nothing to compare with. */
  none?: string
}

/** '+3,2 %' or '−0,4 điểm %'. */
export function ChangeText({ value, earlier, indicator, format, none = '–' }: Props) {
  const { t, i18n } = useTranslation('indicator')
  const change = changeOf(value, earlier, indicator.measure)
  if (!change) return <>{none}</>
  const shown =
    change.kind === 'points'
      ? format(change.value)
      : new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
          .format(change.value)
          .replace('-', '−')
  const sign = change.value > 0 ? '+' : ''
  return <>{t(change.kind, { value: `${sign}${shown}` })}</>
}
