import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandAnswer, ScreenCommand, ScreenNotice, ScreenState } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import panel from './panel.module.css'
import styles from './screens.module.css'

const IDENTIFY_SECONDS = 20
const LEVELS = [1, 0.7, 0.4, 0.2]
type Props = {
  screen: ScreenState
  onAnswer(answer: CommandAnswer): void
}

/** What a screen can be told from the desk, by button or by key. */
export function Acts({ screen, onAnswer }: Props) {
  const { t } = useTranslation('screens')
  const queries = useQueryClient()
  const [writing, setWriting] = useState(false)
  const tell = useMutation({
    mutationFn: (command: ScreenCommand) =>
      api.post<CommandAnswer>(`/api/screens/${screen.id}/command`, { command }),
    onSuccess: (answer) => {
      onAnswer(answer)
      void queries.invalidateQueries({ queryKey: ['screen-commands', screen.id] })
    },
  })
  const { overlay } = screen
  const night = () => {
    const at = LEVELS.indexOf(overlay.night ?? 1)
    tell.mutate({ do: 'night', level: LEVELS[(at + 1) % LEVELS.length] ?? null })
  }
  const acts: { key: string; name: string; act: string; run(): void }[] = [
    { key: 'n', name: t('act.notice'), act: 'notice', run: () => setWriting(true) },
    ...(overlay.notice
      ? [
          {
            key: 'm',
            name: t('act.clearNotice'),
            act: 'clear',
            run: () => tell.mutate({ do: 'clear-notice' }),
          },
        ]
      : []),
    {
      key: 'b',
      name: t(overlay.blank ? 'act.unblank' : 'act.blank'),
      act: 'blank',
      run: () => tell.mutate({ do: 'blank', on: !overlay.blank }),
    },
    { key: 'd', name: t('act.night'), act: 'night', run: night },
    ...(overlay.night === null
      ? []
      : [
          {
            key: 'h',
            name: t('act.byHour'),
            act: 'hour',
            run: () => tell.mutate({ do: 'night', level: null }),
          },
        ]),
    { key: 's', name: t('act.screenshot'), act: 'screenshot', run: () => tell.mutate({ do: 'screenshot' }) },
    {
      key: 'i',
      name: t('act.identify'),
      act: 'identify',
      run: () => tell.mutate({ do: 'identify', seconds: IDENTIFY_SECONDS }),
    },
    { key: 't', name: t('act.test'), act: 'test', run: () => tell.mutate({ do: 'test-picture', on: true }) },
    {
      key: 'u',
      name: t('act.testOff'),
      act: 'test-off',
      run: () => tell.mutate({ do: 'test-picture', on: false }),
    },
    { key: 'r', name: t('act.reload'), act: 'reload', run: () => tell.mutate({ do: 'reload' }) },
  ]
  const group = t('palette:group.screens')
  useCommands(
    acts.map(({ key, name, act, run }) => ({
      ...{ id: `screen.${act}`, title: `${screen.name}: ${name}`, group, keys: [key] },
      ...{ enabled: !writing, run: () => void run() },
    })),
  )
  return (
    <>
      <div className={panel.actList} role="toolbar" aria-label={t('acts', { name: screen.name })}>
        {acts.map((a) => (
          <Button key={a.act} data-act={a.act} disabled={tell.isPending} onClick={a.run}>
            {a.name} <kbd>{a.key.toUpperCase()}</kbd>
          </Button>
        ))}
      </div>
      <Problem error={tell.error} />
      {writing && (
        <NoticeForm
          name={screen.name}
          onClose={() => setWriting(false)}
          onSend={(command) => {
            setWriting(false)
            tell.mutate(command)
          }}
        />
      )}
    </>
  )
}

const TONES: readonly ScreenNotice['tone'][] = ['info', 'warning', 'critical']
const LONGEST = 400

function NoticeForm({
  name,
  onClose,
  onSend,
}: {
  name: string
  onClose(): void
  onSend(command: ScreenCommand): void
}) {
  const { t } = useTranslation('screens')
  const [text, setText] = useState('')
  const [tone, setTone] = useState<ScreenNotice['tone']>('info')
  const [minutes, setMinutes] = useState('15')
  const send = () => {
    if (text.trim())
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
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!text.trim()}>
            {t('notice.send')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
