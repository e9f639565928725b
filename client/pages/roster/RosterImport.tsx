import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, RequestProblem } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import styles from './roster.module.css'

type Fault = { row: number; field: string; value: string; vi: string; en: string }
const isFaults = (rows: unknown): rows is Fault[] =>
  Array.isArray(rows) && rows.every((r) => typeof r === 'object' && r !== null && 'row' in r)

/** A roster from a CSV file: all of it, or nothing and the rows at fault. */
export function RosterImport({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const queries = useQueryClient()
  const [csv, setCsv] = useState('')
  const send = useMutation({
    mutationFn: () => api.post('/api/shifts/roster/import', { csv }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['shifts'] })
      onClose()
    },
  })
  const rows = send.error instanceof RequestProblem ? send.error.detail.rows : null
  return (
    <Dialog open onClose={onClose} title={t('roster.import')} wide>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (csv.trim()) send.mutate()
        }}
      >
        <p>{t('roster.importHint')}</p>
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label={t('roster.file')}
          onChange={(e) => void e.target.files?.[0]?.text().then(setCsv)}
        />
        <textarea
          name="csv"
          rows={10}
          value={csv}
          aria-label={t('roster.csv')}
          placeholder={'day,shift,position,username\n2026-11-23,1,chief,lan'}
          onChange={(e) => setCsv(e.target.value)}
        />
        <Problem error={send.error} />
        {isFaults(rows) && (
          <ol className={styles.faults}>
            {rows.map((r) => (
              <li key={`${r.row}/${r.field}`}>
                {t('roster.fault', { row: r.row, value: r.value })}: {r[language]}
              </li>
            ))}
          </ol>
        )}
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!csv.trim() || send.isPending}>
            {t('roster.take')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
