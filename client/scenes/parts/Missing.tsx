import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { api } from '../../api/index.ts'
import type { LiveView } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from '../tiles.module.css'

export function useIndicator(code: string): { known: boolean; indicator: IndicatorView | null } {
  const { data } = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
    staleTime: 600_000,
  })
  return { known: data !== undefined, indicator: data?.find((i) => i.code === code) ?? null }
}

/** In the place of a number that cannot be shown: which it is, and why. */
export function Missing({ code, view }: { code: string; view: LiveView }) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const { known, indicator } = useIndicator(code)
  if (!known || view.status === 'opening' || view.status === 'idle') return null
  return (
    <div className={styles.missing} data-missing={indicator ? 'no-data' : 'withdrawn'}>
      <h3>{indicator ? indicator.short[language] : code}</h3>
      <p>{t(indicator ? 'part.noData' : 'part.withdrawn')}</p>
    </div>
  )
}
