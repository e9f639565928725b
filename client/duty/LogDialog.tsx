import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntryView, LogInput } from '../../shared/api/logbook.ts'
import { api, useMe } from '../api/index.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Problem.tsx'
import { useLanguage } from '../ui/preferences.ts'
import { AboutField } from './AboutField.tsx'
import styles from './duty.module.css'
import { type Spoken, spokenNow } from './store.ts'
import { useShift } from './useShift.ts'

/** An entry of the shift log, by keyboard: the text, and what it speaks of. Ctrl+Enter writes it; a person's draft outlives the dialog. */
export function LogDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const queries = useQueryClient()
  const now = useShift()
  // At a shared desk the next officer signs in on the same page.
  const draft = `td.log-draft.${useMe().person?.id}`
  const [text, setText] = useState(() => sessionStorage.getItem(draft) ?? '')
  const [spoken, setSpoken] = useState<Spoken | null>(spokenNow)
  const [position, setPosition] = useState('')
  const mine = now?.positions.filter((p) => now.mine.includes(p.position.id)) ?? []
  const write = useMutation({
    mutationFn: (input: LogInput) => api.post<LogEntryView>('/api/log', input),
    onSuccess: () => {
      sessionStorage.removeItem(draft)
      void queries.invalidateQueries({ queryKey: ['log'] })
      onClose()
    },
  })
  const send = () => {
    if (!text.trim() || write.isPending) return
    write.mutate({
      text: text.trim(),
      ...(spoken ? { about: spoken.about } : {}),
      ...(position ? { position } : {}),
    })
  }
  return (
    <Dialog open onClose={onClose} title={t('log.write')}>
      <form
        className={styles.form}
        data-log-form=""
        onSubmit={(e) => {
          e.preventDefault()
          send()
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send()
        }}
      >
        <label>
          {t('log.text')}
          <textarea
            autoFocus
            name="log-text"
            required
            maxLength={2_000}
            rows={4}
            value={text}
            placeholder={t('log.placeholder')}
            onChange={(e) => {
              setText(e.target.value)
              sessionStorage.setItem(draft, e.target.value)
            }}
          />
        </label>
        <AboutField spoken={spoken} language={language} onChange={setSpoken} />
        {mine.length > 1 && (
          <label>
            {t('log.as')}
            <select value={position} onChange={(e) => setPosition(e.target.value)} name="log-position">
              {mine.map((p, i) => (
                <option key={p.position.id} value={i ? p.position.id : ''}>
                  {p.position.name[language]}
                </option>
              ))}
            </select>
          </label>
        )}
        <p>{mine.length ? t('log.hint') : t('log.noPosition')}</p>
        <Problem error={write.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!text.trim() || write.isPending}>
            {t('log.write')} <kbd>Ctrl ↵</kbd>
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
