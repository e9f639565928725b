import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './attention.module.css'

export type ScreenTask =
  | { kind: 'approve' }
  | { kind: 'rename'; id: number; name: string }
  | { kind: 'revoke'; id: number; name: string }

function call(task: ScreenTask, code: string, name: string): Promise<unknown> {
  if (task.kind === 'approve') return api.post('/api/screens/approve', { code, name })
  if (task.kind === 'rename') return api.post(`/api/screens/${task.id}/rename`, { name })
  return api.post(`/api/screens/${task.id}/revoke`, {})
}

/** Approve a new screen by its code, rename one, or take its access away. */
export function ScreenDialog({ task, onClose }: { task: ScreenTask; onClose(): void }) {
  const { t } = useTranslation('desk')
  const [code, setCode] = useState('')
  const [name, setName] = useState(task.kind === 'rename' ? task.name : '')
  const send = useMutation({ mutationFn: () => call(task, code, name.trim()), onSuccess: onClose })
  const ready =
    task.kind === 'revoke' || (name.trim() !== '' && (task.kind === 'rename' || /^\d{6}$/.test(code)))
  const title =
    task.kind === 'approve' ? t('screens.approveTitle') : t(`screens.${task.kind}Title`, { name: task.name })
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className={styles.form}
        data-task={task.kind}
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) send.mutate()
        }}
      >
        {task.kind === 'approve' && (
          <label>
            {t('screens.code')}
            <input
              autoFocus
              name="code"
              className={styles.pairing}
              inputMode="numeric"
              autoComplete="off"
              pattern="\d{6}"
              maxLength={7}
              value={code}
              onChange={(e) => setCode(e.target.value.replace(/\D/g, '').slice(0, 6))}
            />
          </label>
        )}
        {task.kind !== 'revoke' && (
          <label>
            {t('screens.name')}
            <input
              name="name"
              maxLength={80}
              value={name}
              placeholder={t('screens.namePlaceholder')}
              onChange={(e) => setName(e.target.value)}
            />
          </label>
        )}
        {task.kind === 'revoke' && <p>{t('screens.revokeText')}</p>}
        <Problem error={send.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || send.isPending}>
            {task.kind === 'rename' ? t('save') : t(`screens.${task.kind}`)}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
