import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { CLASSIFICATIONS, type Classification } from '../../../shared/room.ts'
import { api } from '../../api/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { filterIndicators, NO_FILTER } from '../data/indicatorFilter.ts'
import styles from './admin.module.css'

/** As many lines as one reads through; the search finds the others. */
const LINES = 150
const NONE: ReadonlySet<string> = new Set()

/** How far each indicator may be seen while points from outside look into the room. Every change is audited. */
export function Classifications() {
  const { t } = useTranslation('admin')
  const [text, setText] = useState('')
  const [level, setLevel] = useState<Classification | ''>('')
  const list = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  const all = list.data ?? []
  const found = filterIndicators(all, { ...NO_FILTER, text }, NONE, NONE).filter(
    (i) => !level || i.classification === level,
  )
  return (
    <>
      <header className={styles.bar}>
        <input
          type="search"
          name="classified"
          className={styles.find}
          value={text}
          placeholder={t('classification.search')}
          aria-label={t('classification.search')}
          onChange={(e) => setText(e.target.value)}
        />
        <p>{t('classification.text')}</p>
        <select
          name="classification-level"
          value={level}
          aria-label={t('classification.level')}
          onChange={(e) => setLevel(CLASSIFICATIONS.find((c) => c === e.target.value) ?? '')}
        >
          <option value="">{t('classification.all', { count: all.length })}</option>
          {CLASSIFICATIONS.map((c) => (
            <option key={c} value={c}>
              {t(`classification.of.${c}`)} ({all.filter((i) => i.classification === c).length})
            </option>
          ))}
        </select>
      </header>
      <Problem error={list.error} />
      {list.isPending && <p className={styles.none}>{t('loading')}</p>}
      <table className={styles.table} data-classifications={found.length}>
        <thead>
          <tr>
            {['code', 'indicator', 'owner', 'level'].map((c) => (
              <th key={c}>{t(`classification.${c}`)}</th>
            ))}
            <th>{t('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, LINES).map((i) => (
            <Line key={`${i.code}/${i.classification}`} indicator={i} />
          ))}
        </tbody>
      </table>
      {found.length > LINES && (
        <p className={styles.none}>{t('classification.more', { count: found.length - LINES })}</p>
      )}
      {list.isSuccess && !found.length && <p className={styles.none}>{t('none')}</p>}
    </>
  )
}

function Line({ indicator: i }: { indicator: IndicatorView }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const queries = useQueryClient()
  const [wanted, setWanted] = useState<Classification>(i.classification)
  const set = useMutation({
    mutationFn: () =>
      api.put(`/api/indicators/${encodeURIComponent(i.code)}/classification`, { classification: wanted }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['indicators'] }),
  })
  return (
    <tr data-classified={i.code} data-level={i.classification}>
      <td className={styles.name}>{i.code}</td>
      <td>{i.name[language]}</td>
      <td>{i.owner[language]}</td>
      <td>
        <select
          value={wanted}
          aria-label={t('classification.levelOf', { name: i.name[language] })}
          onChange={(e) => setWanted(CLASSIFICATIONS.find((c) => c === e.target.value) ?? i.classification)}
        >
          {CLASSIFICATIONS.map((c) => (
            <option key={c} value={c}>
              {t(`classification.of.${c}`)}
            </option>
          ))}
        </select>
        <Problem error={set.error} />
      </td>
      <td className={styles.acts}>
        {wanted !== i.classification && (
          <>
            <Button primary disabled={set.isPending} onClick={() => set.mutate()} data-action="classify">
              {t('save')}
            </Button>
            <Button onClick={() => setWanted(i.classification)}>{t('cancel')}</Button>
          </>
        )}
      </td>
    </tr>
  )
}
