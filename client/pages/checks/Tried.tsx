import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import type { PreviewView, RuleInput } from '../../../shared/api/checks.ts'
import { api } from '../../api/index.ts'
import { formatNumber, momentText, Problem, periodText, useLanguage } from '../../ui/index.ts'
import { FlatTable } from '../rules/FlatTable.tsx'
import styles from './checks.module.css'
import { figuresOf } from './figures.ts'

/** The rule as it would have judged the last twelve periods, or the last day of what has none. */
export function Tried({ rule }: { rule: RuleInput }) {
  const { t } = useTranslation('checks')
  const language = useLanguage()
  const asked = useDeferredValue(rule)
  const { data, error, isFetching } = useQuery({
    queryKey: ['check-preview', asked],
    queryFn: () => api.post<PreviewView>('/api/checks/preview', asked),
    staleTime: 60_000,
    retry: false,
  })
  if (error) return <Problem error={error} />
  if (!data) return <p>{isFetching ? t('trying') : ''}</p>
  const count = (n: number) => formatNumber(n, 0, language)
  return (
    <section className={styles.tried} data-fired={data.fired} data-moments={data.moments}>
      <h3>{t('tried')}</h3>
      <p>
        <b>{t('wouldFire', { count: data.fired, shown: count(data.fired) })}</b>{' '}
        {t('looked', {
          moments: count(data.moments),
          places: count(data.places),
          incomplete: count(data.incomplete),
        })}
      </p>
      {data.findings.length > 0 && (
        <FlatTable
          name={1}
          figures={2}
          rows={data.findings.slice(0, 20).map((f) => {
            const { left, right, difference } = figuresOf(f, f.indicator.decimals, language)
            const when = f.period ? periodText(f.period, language) : momentText(f.at, Date.now(), language)
            const name = (
              <>
                {f.unit.name[language]} <small>{f.indicator.code}</small>
              </>
            )
            return {
              key: `${f.indicator.code}/${f.unit.code}/${f.period}/${f.at}`,
              cells: [when, name, left, right, difference],
            }
          })}
        />
      )}
    </section>
  )
}
