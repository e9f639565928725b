import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CauseView, RepairResult } from '../../../shared/api/quarantine.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { Candidates } from './Candidates.tsx'
import { changeOf, type Draft, FIELDS, firstDraft } from './cause.ts'
import { Outcome } from './Outcome.tsx'
import styles from './quarantine.module.css'

type Props = {
  cause: CauseView
  connection: string
  /** Rows chosen one by one; none = all of the cause. */
  ids: readonly string[]
  language: Language
  onDone(): void
}

/** What to do about the rows: say it, see what would become of them, then write. */
export function RepairPane({ cause, connection, ids, language, onDone }: Props) {
  const { t } = useTranslation('quarantine')
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => firstDraft(cause))
  const { code, field, value } = cause
  const change = changeOf(draft, cause)
  const asked = {
    ...(ids.length ? { ids } : { cause: { code, field, value } }),
    ...(connection ? { connection } : {}),
    change,
  }
  /** What was previewed: only that may be written. */
  const mark = JSON.stringify(asked)
  const look = useMutation({
    mutationFn: async () => ({
      mark,
      result: await api.post<RepairResult>('/api/quarantine/preview', asked),
    }),
  })
  const write = useMutation({
    mutationFn: () => api.post<RepairResult>('/api/quarantine/repair', asked),
    onSuccess: () => {
      onDone()
      return queries.invalidateQueries({ queryKey: ['quarantine'] })
    },
  })
  const edit = (next: Partial<Draft>) => {
    setDraft({ ...draft, ...next })
    write.reset()
  }
  const kinds = (['map', 'edit', 'decimal', 'again'] as const).filter(
    (k) =>
      (k !== 'map' || ((field === 'unit' || field === 'indicator') && value !== '')) &&
      (k !== 'decimal' || code === 'NOT_A_NUMBER' || code === 'AMBIGUOUS_NUMBER'),
  )
  const ready = look.data?.mark === mark && !look.isPending
  const rows = ids.length || cause.rows
  return (
    <div className={styles.repair} data-repair={code}>
      <h2>
        {cause.reason[language]}
        {value && <em>{value}</em>}
      </h2>
      <div className={styles.choices} role="radiogroup" aria-label={t('what')}>
        {kinds.map((k) => (
          <label key={k}>
            <input
              type="radio"
              name="kind"
              value={k}
              checked={draft.kind === k}
              onChange={() => edit({ kind: k })}
            />
            {t(`do.${k}`)}
          </label>
        ))}
      </div>
      {draft.kind === 'map' && (field === 'unit' || field === 'indicator') && (
        <Candidates
          field={field}
          name={value}
          code={draft.code}
          language={language}
          onChoose={(chosen) => edit({ code: chosen })}
        />
      )}
      {draft.kind === 'edit' && (
        <p className={styles.fields}>
          <select
            name="field"
            value={draft.field}
            onChange={(e) => edit({ field: FIELDS.find((f) => f === e.target.value) ?? 'value' })}
          >
            {FIELDS.map((f) => (
              <option key={f} value={f}>
                {t(`field.${f}`)}
              </option>
            ))}
          </select>
          <input
            name="value"
            value={draft.value}
            placeholder={t('newValue')}
            onChange={(e) => edit({ value: e.target.value })}
          />
          {rows > 1 && <small data-tone="amber">{t('sameForAll', { count: rows })}</small>}
        </p>
      )}
      {draft.kind === 'again' && <p className={styles.hint}>{t('againHint')}</p>}
      {draft.kind === 'map' && draft.code && (
        <p className={styles.hint}>{t('mapHint', { name: value, code: draft.code })}</p>
      )}
      <footer>
        <Button data-action="preview" disabled={!change || look.isPending} onClick={() => look.mutate()}>
          {t('preview', { count: rows })}
        </Button>
        <Button
          primary
          data-action="repair"
          disabled={!ready || write.isPending || write.isSuccess}
          onClick={() => write.mutate()}
        >
          {t('write')}
        </Button>
        <span>{t('kept')}</span>
      </footer>
      <Problem error={look.error ?? write.error} />
      {write.data ? (
        <Outcome result={write.data} language={language} done />
      ) : (
        ready && look.data && <Outcome result={look.data.result} language={language} done={false} />
      )}
    </div>
  )
}
