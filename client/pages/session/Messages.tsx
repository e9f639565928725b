import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import { MESSAGE_LIMIT, type MessageTo } from '../../../shared/room.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './messages.module.css'
import { timeOfDay } from './rollCall.ts'
import type { RoomMessages } from './useMessages.ts'

type Props = {
  session: BridgeView
  /** The point that this page is; null for whoever directs. */
  own: string | null
  messages: RoomMessages
}

/** What was written in the session, with time and sender, and writing to one, to those who run it, or to all. */
export function Messages({ session, own, messages }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const [to, setTo] = useState(own ? 'operators' : 'all')
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const end = useRef<HTMLLIElement>(null)
  const points = session.points.filter((p) => p.role === 'point')
  const nameOf = (id: string | null) => session.points.find((p) => p.id === id)?.name[language] ?? ''
  const { list, seen } = messages
  const last = list.at(-1)?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message is brought into view, and is then seen.
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
    seen()
  }, [last, seen])
  const send = async () => {
    const target: MessageTo = to === 'all' || to === 'operators' ? { kind: to } : { kind: 'point', point: to }
    if (!text.trim() || sending) return
    setSending(true)
    const kept = await messages.say(target, text)
    setSending(false)
    // What was written on meanwhile is the next message.
    if (kept) setText((now) => (now === text ? '' : now))
  }
  const whom = (of: MessageTo) =>
    of.kind === 'point' ? nameOf(of.point) : t(of.kind === 'all' ? 'messages.all' : 'messages.operators')
  return (
    <section className={styles.messages} aria-label={t('messages.title')} data-pane="messages" tabIndex={-1}>
      <ol>
        {list.map((m) => (
          <li key={m.id} data-message={m.id} data-own={m.from === own || undefined}>
            <time>{timeOfDay(m.at)}</time>
            <b>{m.name[language]}</b>
            <i>{t('messages.to', { name: whom(m.to) })}</i>
            <p>{m.text}</p>
          </li>
        ))}
        {!list.length && <li className={styles.none}>{t('messages.none')}</li>}
        <li ref={end} aria-hidden="true" />
      </ol>
      {messages.problem && (
        <p className={styles.problem} role="alert">
          {messages.problem[language]}
        </p>
      )}
      <form
        onSubmit={(e) => {
          e.preventDefault()
          void send()
        }}
      >
        <select value={to} onChange={(e) => setTo(e.target.value)} aria-label={t('messages.whom')}>
          <option value="all">{t('messages.all')}</option>
          <option value="operators">{t('messages.operators')}</option>
          {!own &&
            points.map((p) => (
              <option key={p.id} value={p.id}>
                {p.name[language]}
              </option>
            ))}
        </select>
        <input
          value={text}
          maxLength={MESSAGE_LIMIT}
          onChange={(e) => setText(e.target.value)}
          placeholder={t('messages.write')}
          aria-label={t('messages.write')}
          data-field="message"
        />
        <button type="submit" disabled={!text.trim() || sending} data-action="say">
          {t('messages.send')}
        </button>
      </form>
    </section>
  )
}
