import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { formatChange, useLanguage } from '../../ui/index.ts'
import { changeOf } from './change.ts'

type Props = {
  value: number | null
  earlier: number | null
  indicator: IndicatorView
  /** What to say when there is nothing to compare with. */
  none?: string
}

/** '+3,2 %' or '−0,4 điểm %'. */
export function ChangeText({ value, earlier, indicator, none = '–' }: Props) {
  const { t } = useTranslation('indicator')
  const language = useLanguage()
  const change = changeOf(value, earlier, indicator.measure)
  if (!change) return <>{none}</>
  const decimals = change.kind === 'points' ? indicator.decimals : 1
  return <>{t(change.kind, { value: formatChange(change.value, decimals, language) })}</>
}
