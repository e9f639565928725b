import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { CausesView } from '../../../shared/api/quarantine.ts'
import { api, useMe } from '../../api/index.ts'
import { Problem, useLanguage, useStays } from '../../ui/index.ts'
import { CauseList } from './CauseList.tsx'
import { causeKey } from './cause.ts'
import { Names } from './Names.tsx'
import styles from './quarantine.module.css'
import { RefusedList } from './RefusedList.tsx'
import { RepairPane } from './RepairPane.tsx'

/** New refusals come in while the page is open. */
const AGAIN_MS = 15_000

/** Refused rows: why on the left, which on the right, and what to do about them above. */
export default function QuarantinePage() {
  const { t } = useTranslation('quarantine')
  const language = useLanguage()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const connection = params.get('connection') ?? ''
  /** Rows chosen one by one, and of which cause: another's are not meant. */
  const [picked, pick] = useState<{ of: string; ids: readonly string[] }>({ of: '', ids: [] })
  const found = useQuery({
    queryKey: ['quarantine', 'causes', connection],
    queryFn: () =>
      api.get<CausesView>(
        `/api/quarantine${connection ? `?connection=${encodeURIComponent(connection)}` : ''}`,
      ),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  const causes = found.data?.causes ?? []
  const there = (key: string | undefined | null) => causes.find((c) => causeKey(c) === key)
  // One that has more rows by now does not take the place of the one that is being put right.
  const first = useStays(causes[0] && causeKey(causes[0]), (key) => there(key) !== undefined)
  const chosen = there(params.get('cause')) ?? there(first)
  const key = chosen ? causeKey(chosen) : ''
  const ids = picked.of === key ? picked.ids : []
  const change = (next: Record<string, string>) => {
    pick({ of: '', ids: [] })
    setParams({ ...Object.fromEntries(params), ...next }, { replace: true })
  }
  const repairs = me.can('manage', 'Quarantine')
  return (
    <div className={styles.page}>
      <section className={styles.left}>
        <header className={styles.head}>
          <h1>{t('title')}</h1>
          <p data-metric="refused">
            {found.data && t('waiting', { count: found.data.rows })}
            {connection && (
              <button
                type="button"
                className={styles.plain}
                onClick={() => change({ connection: '', cause: '' })}
              >
                {connection} ×
              </button>
            )}
          </p>
        </header>
        <Problem error={found.error} />
        {found.isPending && <p className={styles.none}>{t('loading')}</p>}
        {found.isSuccess && causes.length === 0 && <p className={styles.none}>{t('nothing')}</p>}
        <CauseList
          causes={causes}
          chosen={key || null}
          language={language}
          onChoose={(cause) => change({ cause: causeKey(cause) })}
        />
        {found.data?.more && <p className={styles.none}>{t('moreCauses')}</p>}
        <Names language={language} mayWithdraw={repairs} />
      </section>
      <section className={styles.right}>
        {chosen && (
          <>
            {repairs && (
              <RepairPane
                key={key}
                cause={chosen}
                connection={connection}
                ids={ids}
                language={language}
                onDone={() => pick({ of: '', ids: [] })}
              />
            )}
            <RefusedList
              key={`rows ${key}`}
              cause={chosen}
              connection={connection}
              language={language}
              chosen={ids}
              onChoose={repairs ? (ids) => pick({ of: key, ids }) : null}
            />
          </>
        )}
      </section>
    </div>
  )
}
