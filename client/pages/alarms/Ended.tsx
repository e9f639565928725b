import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Problem } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { AlarmList } from './AlarmList.tsx'

type Props = { language: Language; now: number; opened: number | null; onOpen(id: number): void }
const nothing = () => {}

/** Alarms that have ended, the newest raised first. */
export function Ended({ language, now, opened, onOpen }: Props) {
  const { t } = useTranslation('alarms')
  const { data, error } = useQuery({
    queryKey: ['alarms-ended'],
    queryFn: () => api.get<AlarmView[]>('/api/alarms?which=ended&limit=500'),
    refetchInterval: 10_000,
  })
  if (error) return <Problem error={error} />
  if (!data?.length) return <p className={admin.none}>{t('noneEnded')}</p>
  return (
    <AlarmList
      lines={data.map((alarm) => ({ kind: 'alarm', alarm, inGroup: false }))}
      language={language}
      now={now}
      current={null}
      opened={opened}
      mayAct={false}
      onCurrent={nothing}
      onOpen={(a) => onOpen(a.id)}
      onGroup={nothing}
      onAcknowledge={nothing}
      onAcknowledgeAll={nothing}
    />
  )
}
