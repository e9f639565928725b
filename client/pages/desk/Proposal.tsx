import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractView } from '../../../shared/api/intake.ts'
import type { Ladder } from '../../../shared/ladder.ts'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from './attention.module.css'
import { LadderLine } from './LadderLine.tsx'
import styles from './ladder.module.css'
import { dayAndClock } from './times.ts'

type Props = {
  row: BoardRow
  ladder: Ladder
  language: Language
  now: number
  /** Opens a video session with that agency; null where one may not. */
  onCall: (() => void) | null
  onClose(): void
}

/** The last rung: whom to call about a silent source, and a letter that reminds it, drafted from the facts. */
export function Proposal({ row, ladder, language, now, onCall, onClose }: Props) {
  const { t } = useTranslation('desk')
  const [own, setOwn] = useState<string | null>(null)
  const [copied, setCopied] = useState(false)
  const [asked] = useState(now)
  const contract = useQuery({
    queryKey: ['connection', row.id, 'contract', row.period],
    queryFn: () => api.get<ContractView>(`/api/connections/${encodeURIComponent(row.id)}/contract`),
  })
  const { contact, legalBasis } = contract.data ?? {}
  const letter =
    own ??
    t('proposal.text', {
      agency: row.agencyName[language],
      id: row.id,
      name: row.name[language],
      last: row.lastMessageAt === null ? '–' : dayAndClock(row.lastMessageAt),
      since: dayAndClock(ladder.since),
      version: contract.data?.version ?? '',
      basis: legalBasis ? t('proposal.basis', { basis: legalBasis }) : '',
      now: dayAndClock(asked),
    })
  const called = [contact?.name, contact?.phone, contact?.email].filter(Boolean).join(', ')
  return (
    <Dialog open wide onClose={onClose} title={t('proposal.title', { name: row.name[language] })}>
      <form className={forms.form} onSubmit={(e) => e.preventDefault()} data-proposal={row.id}>
        <LadderLine ladder={ladder} now={now} />
        <p data-fact="contact">
          {t('proposal.contact')}: {called || t('proposal.noContact')}
        </p>
        <label>
          {t('proposal.letter')}
          <textarea
            name="letter"
            rows={12}
            className={styles.letter}
            value={contract.data ? letter : ''}
            onChange={(e) => setOwn(e.target.value)}
          />
        </label>
        <Problem error={contract.error} />
        <footer>
          <Button
            disabled={!contract.data}
            onClick={() => void navigator.clipboard.writeText(letter).then(() => setCopied(true))}
          >
            {copied ? t('proposal.copied') : t('proposal.copy')}
          </Button>
          {onCall && (
            <Button primary onClick={onCall} data-action="call">
              {t('proposal.call')}
            </Button>
          )}
        </footer>
      </form>
    </Dialog>
  )
}
