import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { StageFact } from '../../duty/StageFact.tsx'
import { LineageCard } from '../../ui/index.ts'
import styles from './page.module.css'

/** The card of one number at an address of its own, as a page of paper: where the code on a printed copy leads. */
export default function LineagePage() {
  const { t } = useTranslation('lineage')
  const { indicator = '', unit = '' } = useParams()
  const [params] = useSearchParams()
  const at = params.get('at')
  const validFrom = at !== null && Number.isFinite(Number(at)) ? { validFrom: Number(at) } : {}
  const key = { indicator, unit, unitFrom: params.get('from') ?? '', ...validFrom }
  return (
    <main className={`light ${styles.paper}`}>
      <nav>
        <Link to={`/data/${encodeURIComponent(indicator)}`}>{t('back')}</Link>
        <StageFact />
      </nav>
      <LineageCard of={key} own print={params.get('print') === '1'} />
    </main>
  )
}
