import { useTranslation } from 'react-i18next'
import { useMe } from '../api/index.ts'
import { useCommands } from '../commands/index.ts'
import { LogDialog } from './LogDialog.tsx'
import { PositionsDialog } from './PositionsDialog.tsx'
import { openDuty, useDutyDialog } from './store.ts'

/** What the watch needs on every page: an entry in the log, who stands where. */
export function DutyDialogs() {
  const { t } = useTranslation('shifts')
  const { t: p } = useTranslation('palette')
  const me = useMe()
  const open = useDutyDialog()
  const close = () => openDuty(null)
  const group = p('group.duty')
  useCommands([
    {
      id: 'log.write',
      title: t('log.write'),
      group,
      enabled: me.can('create', 'Duty'),
      run: () => openDuty('log'),
    },
    {
      id: 'positions',
      title: t('who'),
      group,
      enabled: me.can('read', 'Duty'),
      run: () => openDuty('positions'),
    },
  ])
  if (open === 'log') return <LogDialog onClose={close} />
  if (open === 'positions') return <PositionsDialog onClose={close} />
  return null
}
