import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'

type Props = { title: string; text: string; word: string; act(): Promise<unknown>; onClose(): void }

/** Asks once more before an act that others feel. */
export function Confirm({ title, text, word, act, onClose }: Props) {
  const { t } = useTranslation('admin')
  const run = useMutation({ mutationFn: act })
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className={forms.form}
        onSubmit={(e) => {
          e.preventDefault()
          run.mutate()
        }}
      >
        <p>{text}</p>
        <Problem error={run.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={run.isPending}>
            {word}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
