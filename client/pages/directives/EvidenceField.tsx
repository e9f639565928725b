import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EVIDENCE_LIMIT, type EvidenceFile } from '../../../shared/api/directives.ts'
import { api, RequestProblem } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import styles from './card.module.css'
import { sizeText } from './sizes.ts'

type Props = {
  directive: number
  files: readonly EvidenceFile[]
  onChange(files: readonly EvidenceFile[]): void
  /** A file is on its way: what it belongs to is not sent without it. */
  onSending(sending: boolean): void
}

/** Evidence for a report: each file is on the server, with its hash, before the report is made. */
export function EvidenceField({ directive, files, onChange, onSending }: Props) {
  const { t } = useTranslation('directives')
  const [sending, setSending] = useState('')
  const [problem, setProblem] = useState<Error | null>(null)
  const send = async (list: FileList | null) => {
    setProblem(null)
    onSending(true)
    let sent = files
    for (const file of list ?? []) {
      setSending(file.name)
      try {
        if (file.size > EVIDENCE_LIMIT)
          throw new RequestProblem(413, {
            code: 'TOO_LARGE',
            message: {
              vi: `${file.name}: quá ${sizeText(EVIDENCE_LIMIT, 'vi')}`,
              en: `${file.name}: larger than ${sizeText(EVIDENCE_LIMIT, 'en')}`,
            },
          })
        const at = `/api/directives/${directive}/files?name=${encodeURIComponent(file.name)}`
        sent = [...sent, await api.upload<EvidenceFile>(at, new Blob([file]))]
        onChange(sent)
      } catch (error) {
        setProblem(error instanceof Error ? error : new Error(String(error)))
      }
    }
    setSending('')
    onSending(false)
  }
  return (
    <fieldset className={styles.evidence}>
      <label>
        {t('evidence.add')}
        <input
          type="file"
          name="evidence"
          multiple
          accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt,.csv"
          disabled={sending !== ''}
          onChange={(e) => {
            const input = e.target
            void send(input.files).then(() => {
              input.value = ''
            })
          }}
        />
      </label>
      {sending && <p role="status">{t('evidence.sending', { name: sending })}</p>}
      <ul>
        {files.map((f) => (
          <li key={f.id} data-evidence={f.id}>
            {f.name} <code title={f.sha256}>{f.sha256.slice(0, 12)}…</code>
            <Button disabled={sending !== ''} onClick={() => onChange(files.filter((x) => x.id !== f.id))}>
              {t('evidence.leave')}
            </Button>
          </li>
        ))}
      </ul>
      <Problem error={problem} />
    </fieldset>
  )
}
