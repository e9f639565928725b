import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { api } from '../../api/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { FileDrop } from './FileDrop.tsx'
import { ImportResult } from './ImportResult.tsx'
import styles from './import.module.css'
import { Preview } from './Preview.tsx'
import { type Receiver, useFileImport } from './useFileImport.ts'

const SENDERS: ReadonlySet<string> = new Set([
  'nation',
  'province',
  'ministry',
  'agency',
  'corporation',
  'portal',
  'committee',
  'association',
])

/** 'connection:<id>' or 'agency:<code>', as the choice writes it. */
function receiverOf(value: string): Receiver | null {
  const [kind, ...rest] = value.split(':')
  const name = rest.join(':')
  if (!name) return null
  return kind === 'connection' ? { kind: 'connection', id: name } : { kind: 'agency', code: name }
}

/** A file connection when there is one; else the statistics office, whose tables are what is imported most. */
function firstChoice(receiving: readonly ConnectionView[], agencies: readonly UnitView[]): string {
  const [first] = receiving
  if (first) return `connection:${first.id}`
  const agency = agencies.find((u) => u.code === 'GSO') ?? agencies[0]
  return agency ? `agency:${agency.code}` : ''
}

/** A file is seen first: what was recognised, what will be written, what refused; then it is imported. */
export default function ImportPage() {
  const { t } = useTranslation('import')
  const language = useLanguage()
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: () => api.get<ConnectionView[]>('/api/connections'),
  })
  const units = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const receiving = (connections.data ?? []).filter((c) => c.enabled && c.connector === 'file')
  const served = new Set(receiving.map((c) => c.agency.code))
  const agencies = (units.data ?? []).filter((u) => SENDERS.has(u.kind) && !served.has(u.code))
  const [chosen, setChosen] = useState('')
  const value = chosen || firstChoice(receiving, agencies)
  const file = useFileImport(receiverOf(value))
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      <Problem error={connections.error ?? units.error} />
      {value && !file.answer && (
        <div className={styles.source}>
          <label>
            {t('connection')}
            <select
              name="connection"
              value={value}
              disabled={file.preview !== null}
              onChange={(e) => setChosen(e.target.value)}
            >
              {receiving.length > 0 && (
                <optgroup label={t('existing')}>
                  {receiving.map((c) => (
                    <option key={c.id} value={`connection:${c.id}`}>
                      {c.id} · {c.name[language]} · {c.agency.name[language]}
                    </option>
                  ))}
                </optgroup>
              )}
              <optgroup label={t('newFor')}>
                {agencies.map((u) => (
                  <option key={u.code} value={`agency:${u.code}`}>
                    {u.name[language]} ({u.code})
                  </option>
                ))}
              </optgroup>
            </select>
            <small>{t('connectionHint')}</small>
          </label>
          {file.file ? (
            <div className={styles.fileName}>
              <b>{file.file.name}</b>
              <Button onClick={file.reset}>{t('again')}</Button>
            </div>
          ) : (
            <FileDrop
              onFile={(of) => {
                // What it was looked at for it is also written for, though another would now be the first choice.
                setChosen(value)
                file.choose(of)
              }}
            />
          )}
        </div>
      )}
      {file.busy === 'preview' && (
        <p className={styles.none} role="status">
          {t('reading')}
        </p>
      )}
      <Problem error={file.error} />
      {file.preview && !file.answer && (
        <Preview
          preview={file.preview}
          busy={file.busy !== null}
          onMapping={file.remap}
          onImport={file.write}
          language={language}
        />
      )}
      {file.answer && file.preview && (
        <ImportResult answer={file.answer} preview={file.preview} language={language} onAgain={file.reset} />
      )}
    </div>
  )
}
