import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import type { Call, CallState, WallFeed } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { GiveHere } from '../directives/GiveHere.tsx'
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
  /** The first indicator of the item that is dealt with; empty when there is none. */
  first: string
}

/** What whoever runs the session needs beside the roll: the wall, who shares, what is written, how far screens show. */
export function Operator(props: Props) {
  const { session, call, state, focus, preview, messages, now, actions, first } = props
  const language = useLanguage()
  const outside = session.points.some((p) => p.role === 'point' && p.joinedAt !== null && p.leftAt === null)
  return (
    <div className={styles.operator} data-view="operator">
      <WallPanel session={session} state={state} focus={focus} preview={preview} actions={actions} />
      <SharePanel session={session} call={call} state={state} now={now} actions={actions} />
      <PrivacyPanel outside={outside} />
      {focus && (
        <p className={styles.give}>
          <GiveHere
            key={focus.unit}
            unit={focus.unit}
            name={focus.name[language]}
            session={session.id}
            aim={{ indicator: first }}
          />
        </p>
      )}
      <Messages session={session} own={null} messages={messages} />
    </div>
  )
}
