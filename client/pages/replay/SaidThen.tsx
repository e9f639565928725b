import { useTranslation } from 'react-i18next'
import type { RoomMessage } from '../../../shared/room.ts'
import { clockText, useLanguage } from '../../ui/index.ts'

type Props = {
  messages: readonly RoomMessage[]
  /** Of a point. */
  name(point: string | null): string
  now: number
  onSeek(at: number): void
}

/** What was written in the session, each from its own time on; a press goes there. */
export function SaidThen({ messages, name, now, onSeek }: Props) {
  const { t } = useTranslation('sessionReplay')
  const language = useLanguage()
  return (
    <>
      <h2>{t('messages')}</h2>
      <ol>
        {messages.map((m) => (
          <li key={m.id} data-said={m.id} data-given={m.at <= now || undefined}>
            <button type="button" onClick={() => onSeek(m.at)}>
              <time>{clockText(m.at, language)}</time> <b>{m.name[language]}</b>{' '}
              <small>
                {t(`messageTo.${m.to.kind}`, { name: name(m.to.kind === 'point' ? m.to.point : null) })}
              </small>{' '}
              {m.text}
            </button>
          </li>
        ))}
        {messages.length === 0 && <li>–</li>}
      </ol>
    </>
  )
}
