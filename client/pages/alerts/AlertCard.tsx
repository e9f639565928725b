import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlertDetail } from '../../../shared/api/alerts.ts'
import { api } from '../../api/index.ts'
import { useCounts } from '../../live/index.ts'
import { GiveLink, Problem, Severity, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { AlertPart } from './AlertPart.tsx'
import styles from './alerts.module.css'
import { Chain } from './Chain.tsx'
import { Kinds } from './Kinds.tsx'

/** One alert in full, with all that was said of it since. */
export function AlertCard({ id }: { id: number }) {
  const { t } = useTranslation('alerts')
  const language = useLanguage()
  const { alerts } = useCounts()
  const asked = useQuery({
    queryKey: ['alerts', 'one', id],
    queryFn: () => api.get<AlertDetail>(`/api/alerts/${id}`),
  })
  const { refetch } = asked
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list of what stands is why to ask again
  useEffect(() => void refetch(), [alerts, refetch])
  const a = asked.data
  if (!a)
    return (
      <article className={styles.card}>
        <Problem error={asked.error} />
      </article>
    )
  // Parts of this language first; the others stay to be read.
  const speaks = (l: string) => (l.toLowerCase().startsWith(language) ? 0 : 1)
  const infos = [...a.infos].sort((x, y) => speaks(x.language) - speaks(y.language))
  return (
    <article className={styles.card} data-card={a.id} data-state={a.state}>
      <header>
        <span>
          {a.infos.length > 0 && <Severity severity={a.severity} />}
          <b>{t(`state.${a.state}`)}</b>
          {a.superseded && <small>{dayAndClock(a.superseded.at)}</small>}
          <Kinds alert={a} />
        </span>
        <h2>{a.headline[language] || t(`type.${a.msgType}`)}</h2>
        <p>
          {a.source[language] || a.sender} · {dayAndClock(a.sent)}
        </p>
        {a.note && <p>{a.note}</p>}
        {(a.state === 'inForce' || a.state === 'coming') && (
          <GiveLink about={{ kind: 'alert', alert: a.id }} from={a.headline[language]} />
        )}
      </header>
      {infos.map((info, i) => (
        <AlertPart key={`${info.language} ${i.toString()}`} info={info} titled={infos.length > 1} />
      ))}
      <Chain chain={a.chain} of={a.id} />
      <footer>
        {t('message', { id: a.message })} · {a.connection} · SHA-256 <code>{a.sha256}</code>
      </footer>
    </article>
  )
}
