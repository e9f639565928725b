import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandAnswer, ScreenCommand, ScreenState } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { NoticeForm } from './NoticeForm.tsx'
import { darker } from './night.ts'
import panel from './panel.module.css'

export const IDENTIFY_SECONDS = 20
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
  const night = () => tell.mutate({ do: 'night', level: darker(overlay.night) })
  const write = () => {
    tell.reset()
    setWriting(true)
  }
  const acts: { key: string; name: string; act: string; run(): void }[] = [
    { key: 'n', name: t('act.notice'), act: 'notice', run: write },
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
      {!writing && <Problem error={tell.error} />}
      {writing && (
        <NoticeForm
          name={screen.name}
          busy={tell.isPending}
          error={tell.error}
          onClose={() => setWriting(false)}
          onSend={(command) => tell.mutate(command, { onSuccess: () => setWriting(false) })}
        />
      )}
    </>
  )
}
