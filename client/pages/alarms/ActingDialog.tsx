import type { RefObject } from 'react'
import type { Language } from '../../../shared/vocabulary.ts'
import { ActDialog } from './ActDialog.tsx'
import { GatherDialog } from './GatherDialog.tsx'
import type { Acting } from './useAlarmList.ts'

type Props = {
  acting: Acting
  language: Language
  back: RefObject<HTMLElement | null>
  onClose(): void
}

/** What is being done to an alarm or a group of them. */
export function ActingDialog({ acting, ...rest }: Props) {
  const { act, alarms, group } = acting
  const [first] = alarms
  if (act === 'gather') return <GatherDialog acting={acting} {...rest} />
  if (!first) return null
  return <ActDialog act={act} alarm={first} all={group ? { name: group, alarms } : null} {...rest} />
}
