import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { LEAST_PASSWORD } from './account.ts'

const EMPTY = { current: '', new: '', repeat: '' }
const AUTOCOMPLETE = { current: 'current-password', new: 'new-password', repeat: 'new-password' }

/** One's own password, against the present one. */
export function ChangePassword() {
  const { t } = useTranslation('admin')
  const [words, setWords] = useState(EMPTY)
  const save = useMutation({
    mutationFn: () => api.post('/api/me/password', { current: words.current, next: words.new }),
    onSuccess: () => setWords(EMPTY),
  })
  const differs = words.repeat !== '' && words.new !== words.repeat
  const ready = words.current && words.new.length >= LEAST_PASSWORD && words.new === words.repeat
  return (
    <div>
      <h2>{t('own.password')}</h2>
      <form
        className={forms.form}
        data-form="password"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) save.mutate()
        }}
      >
        {(['current', 'new', 'repeat'] as const).map((field) => (
          <label key={field}>
            {t(`own.${field}`)}
            <input
              type="password"
              name={field}
              autoComplete={AUTOCOMPLETE[field]}
              value={words[field]}
              onChange={(e) => setWords((w) => ({ ...w, [field]: e.target.value }))}
            />
          </label>
        ))}
        <p>{differs ? t('own.differs') : t('account.passwordHint')}</p>
        <Problem error={save.error} />
        {save.isSuccess && <p role="status">{t('own.changed')}</p>}
        <footer>
          <Button type="submit" primary disabled={!ready || save.isPending}>
            {t('own.submit')}
          </Button>
        </footer>
      </form>
    </div>
  )
}
