import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { api } from '../../api/index.ts'
import { viewNow } from '../../live/index.ts'
import { Problem } from '../Problem.tsx'
import { useLanguage } from '../preferences.ts'
import { addressOf } from './address.ts'
import { Checks } from './Checks.tsx'
import type { SeriesKey } from './context.ts'
import { Foot } from './Foot.tsx'
import { Head } from './Head.tsx'
import styles from './lineage.module.css'
import { Parts } from './Parts.tsx'
import { RawMessage } from './RawMessage.tsx'
import { Revisions } from './Revisions.tsx'
import { useLastSeen } from './seen.ts'
import { Way } from './Way.tsx'

type Props = {
  of: SeriesKey
  /** Whether this is the card's own page: it prints itself; elsewhere its page is opened to print. */
  own?: boolean
  /** Asks for the print dialog as soon as the card stands. */
  print?: boolean
}

/** Who says so: the number, its way here, the message that brought it, how it was worked out and every revision. */
export function LineageCard({ of: key, own = false, print = false }: Props) {
  const { t } = useTranslation('lineage')
  const language = useLanguage()
  const query = new URLSearchParams({ unitFrom: key.unitFrom })
  if (key.validFrom !== undefined) query.set('validFrom', String(key.validFrom))
  const { data, error } = useQuery({
    queryKey: ['lineage', key],
    staleTime: 0,
    queryFn: () =>
      api.get<LineageView>(
        `/api/series/${encodeURIComponent(key.indicator)}/${encodeURIComponent(key.unit)}/lineage?${query}`,
      ),
  })
  const lastSeen = useLastSeen(data)
  const there = data !== undefined
  useEffect(() => {
    if (there && print) window.print()
  }, [there, print])
  // On paper stands this very number: its address leads to it, not to whatever is newest then.
  const validFrom = data && !data.computed ? data.validFrom : null
  const pinned = useMemo(() => (validFrom === null ? key : { ...key, validFrom }), [key, validFrom])
  const onPrint = useCallback(() => {
    if (own) window.print()
    else window.open(addressOf(pinned, true), '_blank', 'noopener')
  }, [own, pinned])
  if (error) return <Problem error={error} />
  if (!data) return <p className={styles.waiting}>{t('reading')}</p>
  return (
    <article className={styles.card} data-lineage={`${key.indicator}@${key.unit}`}>
      <Head of={pinned} data={data} />
      <div className={data.computed ? styles.computed : styles.columns}>
        <div>
          {data.computed ? <Parts data={data} /> : <Way data={data} />}
          <RawMessage data={data} />
        </div>
        <div>
          {data.revisions.length > 0 && <Revisions data={data} now={viewNow()} lastSeen={lastSeen} />}
          <Checks data={data} now={viewNow()} />
        </div>
      </div>
      <Foot
        of={pinned}
        name={`${data.indicator.name[language]}, ${data.unit.name[language]}`}
        madeAt={data.madeAt}
        onPrint={onPrint}
      />
    </article>
  )
}
