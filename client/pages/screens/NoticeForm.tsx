import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenCommand, ScreenNotice } from '../../../shared/wall.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './screens.module.css'

const TONES: readonly ScreenNotice['tone'][] = ['info', 'warning', 'critical']
const LONGEST = 400

/** Words to be laid over the picture of a screen, a wall or a group; they stay here until they are taken. */
export function NoticeForm({
  name,
  busy,
  error,
  onClose,
  onSend,
}: {
  name: string
  busy: boolean
  error: Error | null
  onClose(): void
  onSend(command: ScreenCommand): void
}) {
  const { t } = useTranslation('screens')
  const [text, setText] = useState('')
  const [tone, setTone] = useState<ScreenNotice['tone']>('info')
  const [minutes, setMinutes] = useState('15')
  const send = () => {
    if (text.trim() && !busy)
      onSend({ do: 'notice', text: text.trim(), tone, minutes: minutes ? Number(minutes) : null })
  }
  return (
    <Dialog open onClose={onClose} title={t('notice.title', { name })}>
      <form
        className={styles.form}
        data-task="notice"
        onSubmit={(e) => {
          e.preventDefault()
          send()
        }}
      >
        <label>
          {t('notice.text')}
          <textarea
            autoFocus
            name="text"
            rows={3}
            maxLength={LONGEST}
            value={text}
            onChange={(e) => setText(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send()
            }}
          />
        </label>
        <label>
          {t('notice.tone')}
          <select value={tone} onChange={(e) => setTone(TONES.find((x) => x === e.target.value) ?? 'info')}>
            {TONES.map((x) => (
              <option key={x} value={x}>
                {t(`tone.${x}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('notice.for')}
          <select value={minutes} onChange={(e) => setMinutes(e.target.value)}>
            {['5', '15', '30', '60', '240', ''].map((m) => (
              <option key={m} value={m}>
                {m ? t('notice.minutes', { n: m }) : t('notice.until')}
              </option>
            ))}
          </select>
        </label>
        <Problem error={error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!text.trim() || busy}>
            {t('notice.send')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
