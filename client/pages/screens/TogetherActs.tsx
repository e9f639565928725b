import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Target } from '../../../shared/playlist.ts'
import type { ScreenCommand, ScreenState } from '../../../shared/wall.ts'
import { useCommands } from '../../commands/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { IDENTIFY_SECONDS } from './Acts.tsx'
import { NoticeForm } from './NoticeForm.tsx'
import { darker } from './night.ts'
import panel from './panel.module.css'
import { SceneForm } from './SceneForm.tsx'
import { useTogether } from './useTogether.ts'

type Props = {
  /** The wall or the group, as its people call it. */
  name: string
  target: Exclude<Target, { kind: 'all' | 'screen' }>
  screens: readonly ScreenState[]
}

/** What a whole wall or group can be told, by button or from the palette, and what became of it. */
export function TogetherActs({ name, target, screens }: Props) {
  const { t } = useTranslation('screens')
  const [writing, setWriting] = useState<'notice' | 'scene' | null>(null)
  const order = useTogether(screens, target)
  const tell = (command: ScreenCommand) => () => order.mutate({ command })
  const write = (what: 'notice' | 'scene') => () => {
    order.reset()
    setWriting(what)
  }
  const done = { onSuccess: () => setWriting(null) }
  const some = (holds: (s: ScreenState) => boolean) => screens.some(holds)
  const [first] = screens
  const acts: { act: string; name: string; run(): void; shown?: boolean }[] = [
    { act: 'scene', name: t('act.scene'), run: write('scene') },
    { act: 'pin', name: t('scenes:act.pin'), run: () => order.mutate({ act: 'pin' }) },
    { act: 'next', name: t('scenes:act.next'), run: () => order.mutate({ act: 'next' }) },
    { act: 'release', name: t('scenes:act.release'), run: () => order.mutate({ act: 'release' }) },
    { act: 'notice', name: t('act.notice'), run: write('notice') },
    {
      ...{ act: 'clear', name: t('act.clearNotice'), run: tell({ do: 'clear-notice' }) },
      shown: some((s) => s.overlay.notice !== null),
    },
    {
      ...{ act: 'blank', name: t('act.blank'), run: tell({ do: 'blank', on: true }) },
      shown: some((s) => !s.overlay.blank),
    },
    {
      ...{ act: 'unblank', name: t('act.unblank'), run: tell({ do: 'blank', on: false }) },
      shown: some((s) => s.overlay.blank),
    },
    // All go to one level, that after the first screen's.
    {
      ...{ act: 'night', name: t('act.night') },
      run: tell({ do: 'night', level: darker(first?.overlay.night ?? null) }),
    },
    {
      ...{ act: 'hour', name: t('act.byHour'), run: tell({ do: 'night', level: null }) },
      shown: some((s) => s.overlay.night !== null),
    },
    { act: 'identify', name: t('act.identify'), run: tell({ do: 'identify', seconds: IDENTIFY_SECONDS }) },
    { act: 'test', name: t('act.test'), run: tell({ do: 'test-picture', on: true }) },
    { act: 'test-off', name: t('act.testOff'), run: tell({ do: 'test-picture', on: false }) },
    { act: 'reload', name: t('act.reload'), run: tell({ do: 'reload' }) },
  ]
  const offered = acts.filter((a) => a.shown !== false)
  const key = target.kind === 'wall' ? `wall.${target.id}` : `group.${target.name}`
  useCommands(
    offered.map((a) => ({
      ...{ id: `together.${key}.${a.act}`, title: `${name}: ${a.name}`, group: t('palette:group.screens') },
      ...{ enabled: writing === null && screens.length > 0, run: () => a.run() },
    })),
  )
  if (!screens.length) return null
  return (
    <>
      <div
        className={panel.actList}
        role="toolbar"
        aria-label={t('togetherActs', { name, count: screens.length })}
        data-together={key}
      >
        {offered.map((a) => (
          <Button key={a.act} data-act={`${a.act}-all`} disabled={order.isPending} onClick={a.run}>
            {a.name}
          </Button>
        ))}
      </div>
      {!writing && <Problem error={order.error} />}
      {order.data === null && <p role="status">{t('scenes:showing.asked')}</p>}
      {order.data && (
        <p role="status" className={panel.answer} data-sum={`${order.data.done}/${order.data.total}`}>
          {[t('sum', order.data), ...order.data.others.map((o) => `${o.name}: ${t(`short.${o.end}`)}`)].join(
            '; ',
          )}
        </p>
      )}
      {writing === 'notice' && (
        <NoticeForm
          name={name}
          busy={order.isPending}
          error={order.error}
          onClose={() => setWriting(null)}
          onSend={(command) => order.mutate({ command }, done)}
        />
      )}
      {writing === 'scene' && (
        <SceneForm
          name={name}
          busy={order.isPending}
          error={order.error}
          onClose={() => setWriting(null)}
          onShow={(scene) => order.mutate({ act: 'show', scene }, done)}
        />
      )}
    </>
  )
}
