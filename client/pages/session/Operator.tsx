import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import type { Call, CallState, WallFeed } from '../../bridge/index.ts'
import { Messages } from './Messages.tsx'
import styles from './operator.module.css'
import { PrivacyPanel } from './PrivacyPanel.tsx'
import { SharePanel } from './SharePanel.tsx'
import type { RoomMessages } from './useMessages.ts'
import type { SessionActions } from './useSessionActions.ts'
import { WallPanel } from './WallPanel.tsx'

type Props = {
  session: BridgeView
  call: Call | null
  state: CallState | null
  focus: BridgePointView | null
  preview: WallFeed | null
  messages: RoomMessages
  now: number
  actions: SessionActions
}

/** What whoever runs the session needs beside the roll: the wall, who shares, what is written, how far screens show. */
export function Operator({ session, call, state, focus, preview, messages, now, actions }: Props) {
  const outside = session.points.some((p) => p.role === 'point' && p.joinedAt !== null && p.leftAt === null)
  return (
    <div className={styles.operator} data-view="operator">
      <WallPanel session={session} state={state} focus={focus} preview={preview} actions={actions} />
      <SharePanel session={session} call={call} state={state} now={now} actions={actions} />
      <PrivacyPanel outside={outside} />
      <Messages session={session} own={null} messages={messages} />
    </div>
  )
}
