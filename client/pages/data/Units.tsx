import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { DayField, Problem, useNamed } from '../../ui/index.ts'
import { plain } from '../desk/boardOrder.ts'
import { dayText } from '../desk/times.ts'
import styles from './data.module.css'
import { UnitBranch } from './UnitBranch.tsx'
import { eraOn, unitTree } from './unitTree.ts'

const iso = (ms: number) => dayText(ms).split('/').reverse().join('-')

/** The tree of units in force on a day: 63 provinces before 2025-07-01, 34 since. */
export function Units({ language }: { language: Language }) {
  const { t } = useTranslation('data')
  const [day, setDay] = useState(() => iso(serverNow()))
  const [text, setText] = useState('')
  useNamed('unit', setText)
  const units = useQuery({
    queryKey: ['units', day],
    queryFn: () => api.get<UnitView[]>(`/api/units?day=${day}`),
    enabled: /^\d{4}-\d{2}-\d{2}$/.test(day),
    placeholderData: keepPreviousData,
  })
  const shown = useMemo(() => {
    const words = plain(text).split(/\s+/).filter(Boolean)
    const all = units.data ?? []
    if (!words.length) return all
    return all.filter((u) => {
      const names = plain([u.code, u.name.vi, u.name.en, ...u.predecessors.map((p) => p.name.vi)].join(' '))
      return words.every((w) => names.includes(w))
    })
  }, [units.data, text])
  const tree = useMemo(() => unitTree(shown), [shown])
  const provinces = (units.data ?? []).filter((u) => u.kind === 'province').length
  return (
    <aside className={styles.units} aria-label={t('units.title')}>
      <header className={styles.unitsHead}>
        <h2>{t('units.title')}</h2>
        <label>
          {t('units.day')}
          <DayField name="day" value={day} onChange={(chosen) => chosen && setDay(chosen)} />
        </label>
        <button type="button" onClick={() => setDay(iso(serverNow()))}>
          {t('units.today')}
        </button>
      </header>
      <p className={styles.era}>
        <b data-metric="provinces" data-count={provinces}>
          {t('units.count', { count: provinces })}
        </b>
        <span>{t(eraOn(day) === '63' ? 'units.before' : 'units.after')}</span>
      </p>
      <input
        type="search"
        className={styles.unitSearch}
        value={text}
        aria-label={t('units.search')}
        placeholder={t('units.search')}
        onChange={(e) => setText(e.target.value)}
      />
      <Problem error={units.error} />
      {units.isSuccess && tree.length === 0 && <p className={styles.none}>{t('units.none')}</p>}
      <div className={styles.tree} role="tree" aria-label={t('units.title')}>
        <UnitBranch nodes={tree} language={language} open={text !== ''} depth={0} />
      </div>
    </aside>
  )
}
