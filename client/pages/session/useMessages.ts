import { useCallback, useEffect, useState } from 'react'
import type { MessageTo, RoomMessage } from '../../../shared/room.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { liveSocket, useLiveEvent } from '../../live/index.ts'

export type RoomMessages = {
  list: readonly RoomMessage[]
  /** How many came since they were last looked at. */
  unread: number
  problem: Record<Language, string> | null
  /** They stand before the person's eyes. */
  seen(): void
  /** True once it is kept; otherwise nothing was sent and `problem` says why. */
  say(to: MessageTo, text: string): Promise<boolean>
}

const ANSWER_MS = 8_000
const LATE: Record<Language, string> = {
  vi: 'Máy chủ không trả lời, tin chưa gửi. Xin gửi lại.',
  en: 'The server did not answer; the message was not sent. Send it again.',
}

const keyOf = (session: string) => `td.messages.${session}`
const keptSeen = (session: string) => {
  try {
    return Number(sessionStorage.getItem(keyOf(session)) ?? 0)
  } catch {
    return 0
  }
}

/**
 * The session's messages, as far as this page may see them. `watching`: the server knows which session it looks at, since so
 * many greetings; after another they are asked for anew, for what was said while the line was cut was not heard. 0: not yet.
 */
export function useMessages(session: string, watching: number): RoomMessages {
  const [list, setList] = useState<readonly RoomMessage[]>([])
  const [lastSeen, setLastSeen] = useState(() => keptSeen(session))
  const [problem, setProblem] = useState<RoomMessages['problem']>(null)
  const add = useCallback((more: readonly RoomMessage[]) => {
    setList((before) =>
      [...new Map([...before, ...more].map((m) => [m.id, m])).values()].sort((a, b) => a.id - b.id),
    )
  }, [])
  useLiveEvent('bridge:message', (message) => add([message]))
  useEffect(() => {
    if (!watching) return
    const ask = () =>
      liveSocket()
        .timeout(ANSWER_MS)
        .emit('bridge:messages', (late, answer) => {
          if (!late && 'messages' in answer) add(answer.messages)
        })
    ask()
  }, [watching, add])
  const last = list.at(-1)?.id ?? 0
  const seen = useCallback(() => {
    setLastSeen(last)
    try {
      sessionStorage.setItem(keyOf(session), String(last))
    } catch {}
  }, [session, last])
  const say = useCallback(
    async (to: MessageTo, text: string) => {
      setProblem(null)
      try {
        const answer = await liveSocket().timeout(ANSWER_MS).emitWithAck('bridge:say', { to, text })
        if ('message' in answer) {
          add([answer.message])
          return true
        }
        setProblem(answer.error.message)
      } catch {
        setProblem(LATE)
      }
      return false
    },
    [add],
  )
  return { list, unread: list.filter((m) => m.id > lastSeen).length, problem, seen, say }
}
