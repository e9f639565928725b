import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportDone, ImportPreview } from '../../../shared/api/directive-import.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { dayAndClock } from '../desk/times.ts'
import styles from './form.module.css'
import sheet from './import.module.css'

type Props = { onClose(): void; onDone(document: string): void }

/** One document with many tasks from a workbook: looked at row by row, mended by choice, then taken whole. */
export function ImportDocument({ onClose, onDone }: Props) {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const queries = useQueryClient()
  const [document, setDocument] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [instead, setInstead] = useState<Record<string, string>>({})
  const [issue, setIssue] = useState(true)
  const address = (path: string, put: Record<string, string>) =>
    `/api/directives/import${path}?${new URLSearchParams({
      document: document.trim(),
      instead: JSON.stringify(put),
      issue: String(issue),
    })}`
  const look = useMutation({
    mutationFn: (put: Record<string, string>) =>
      api.upload<ImportPreview>(address('/preview', put), new Blob(file ? [file] : [])),
  })
  const take = useMutation({
    mutationFn: () => api.upload<ImportDone>(address('', instead), new Blob(file ? [file] : [])),
    onSuccess: (done) => {
      void queries.invalidateQueries({ queryKey: ['directives'] })
      onDone(done.document)
    },
  })
  const seen = look.data
  const choose = (value: string, code: string) => {
    const next = { ...instead, [value]: code }
    setInstead(next)
    look.mutate(next)
  }
  return (
    <Dialog open wide onClose={onClose} title={t('import.title')}>
      <form
        className={`${forms.form} ${sheet.import}`}
        data-form="import"
        onSubmit={(e) => {
          e.preventDefault()
          if (document.trim() && file) look.mutate(instead)
        }}
      >
        <p>
          {t('import.lead')} <a href="/api/directives/import/template.xlsx">{t('import.template')}</a>
        </p>
        <div className={styles.row}>
          <label className={styles.grow}>
            {t('import.document')}
            <input
              name="document"
              maxLength={200}
              value={document}
              placeholder={t('import.example')}
              onChange={(e) => {
                setDocument(e.target.value)
                look.reset()
              }}
            />
          </label>
          <label>
            {t('import.file')}
            <input
              type="file"
              name="workbook"
              accept=".xlsx"
              onChange={(e) => {
                setFile(e.target.files?.[0] ?? null)
                look.reset()
              }}
            />
          </label>
          <Button type="submit" primary={!seen} disabled={!document.trim() || !file || look.isPending}>
            {t('import.look')}
          </Button>
        </div>
        <Problem error={look.error ?? take.error} />
        {seen && (
          <>
            <p data-import={`${seen.fresh}/${seen.there}/${seen.faulty}`}>
              {t('import.counts', { fresh: seen.fresh, there: seen.there, faulty: seen.faulty })}
            </p>
            <div className={sheet.rows}>
              <table>
                <thead>
                  <tr>
                    <th>{t('import.row')}</th>
                    <th>TT</th>
                    <th>{t('form.addressees')}</th>
                    <th>{t('form.text')}</th>
                    <th>{t('due')}</th>
                    <th>{t('import.state')}</th>
                  </tr>
                </thead>
                <tbody>
                  {seen.rows.map((r) => (
                    <tr key={r.row} data-row={r.row} data-state={r.state}>
                      <td>{r.row}</td>
                      <td>{r.no}</td>
                      <td>{r.addressees.map((a) => a.name[language]).join('; ')}</td>
                      <td>{r.text}</td>
                      <td>{r.due === null ? '–' : dayAndClock(r.due)}</td>
                      <td>
                        {t(`import.is.${r.state}`)}
                        {r.faults.map((f) => (
                          <p key={`${f.code}/${f.column}/${f.value}`} data-fault={f.code}>
                            <b>{f.column}</b>: {t(`import.fault.${f.code}`)}
                            {f.value && <q>{f.value}</q>}
                            {f.offers?.map((o) => (
                              <Button
                                key={o.code}
                                data-offer={o.code}
                                onClick={() => choose(f.value, o.code)}
                              >
                                {t('import.instead', { name: o.name[language] })}
                              </Button>
                            ))}
                          </p>
                        ))}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <footer>
              <label>
                <input
                  type="checkbox"
                  name="issue"
                  checked={issue}
                  onChange={(e) => setIssue(e.target.checked)}
                />{' '}
                {t('import.issue')}
              </label>
              <Button
                primary
                data-action="take"
                disabled={seen.faulty > 0 || seen.fresh === 0 || take.isPending}
                onClick={() => take.mutate()}
              >
                {t('import.take', { count: seen.fresh })}
              </Button>
            </footer>
          </>
        )}
      </form>
    </Dialog>
  )
}
