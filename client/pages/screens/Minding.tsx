import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenState } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './screens.module.css'

export type Task =
  | { kind: 'approve' }
  | { kind: 'rename' | 'group' | 'repair' | 'revoke'; screen: ScreenState }

function send(task: Task, code: string, words: string): Promise<unknown> {
  if (task.kind === 'approve') return api.post('/api/screens/approve', { code, name: words })
  const { id } = task.screen
  if (task.kind === 'repair') return api.post('/api/screens/approve', { code, screen: id })
  if (task.kind === 'rename') return api.post(`/api/screens/${id}/rename`, { name: words })
  if (task.kind === 'group') return api.post(`/api/screens/${id}/group`, { group: words || null })
  return api.post(`/api/screens/${id}/revoke`, {})
}

/** Lets a screen in, names it, groups it, gives it another page or machine, or takes its access away. */
export function Minding({ task, onClose }: { task: Task; onClose(): void }) {
  const { t } = useTranslation('screens')
  const [code, setCode] = useState('')
  const [words, setWords] = useState(
    task.kind === 'rename' ? task.screen.name : task.kind === 'group' ? (task.screen.group ?? '') : '',
  )
  const act = useMutation({ mutationFn: () => send(task, code, words.trim()), onSuccess: onClose })
  const byCode = task.kind === 'approve' || task.kind === 'repair'
  const named = task.kind === 'approve' || task.kind === 'rename'
  const ready = (!byCode || /^\d{6}$/.test(code)) && (!named || words.trim() !== '')
  const title = t(`mindTitle.${task.kind}`, { name: task.kind === 'approve' ? '' : task.screen.name })
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className={styles.form}
        data-task={task.kind}
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) act.mutate()
        }}
      >
        {task.kind !== 'approve' && task.kind !== 'rename' && <p>{t(`mindText.${task.kind}`)}</p>}
        {byCode && (
          <label>
            {t('code')}
            <input
              autoFocus
              name="code"
              className={styles.code}
              inputMode="numeric"
              autoComplete="off"
              value={code}
              onChange={(e) => setCode(e.target.value.replace(/\D/g, '').slice(0, 6))}
            />
          </label>
        )}
        {(named || task.kind === 'group') && (
          <label>
            {t(task.kind === 'group' ? 'groupName' : 'name')}
            <input
              name="name"
              autoFocus={!byCode}
              maxLength={task.kind === 'group' ? 60 : 80}
              value={words}
              onChange={(e) => setWords(e.target.value)}
            />
          </label>
        )}
        <Problem error={act.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || act.isPending}>
            {t(`mind.${task.kind}`)}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
