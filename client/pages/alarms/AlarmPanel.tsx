import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AlarmDetail, AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, momentText, Problem } from '../../ui/index.ts'
import { isWaiting } from './order.ts'
import styles from './page.module.css'
import { SeverityMark } from './SeverityMark.tsx'
import type { ListAct } from './useAlarmList.ts'

type Props = {
  id: number
  /** As it stands in the list: when that changes, the detail is read anew. */
  live: AlarmView | undefined
  language: Language
  now: number
  mayAct: boolean
  onAct(act: ListAct, alarm: AlarmView): void
}
type Step = AlarmDetail['steps'][number]
const nameIn = (v: unknown, language: Language): string | null => {
  const found: unknown = typeof v === 'object' && v !== null ? Reflect.get(v, language) : null
  return typeof found === 'string' ? found : null
}
const texts = (v: unknown) => (Array.isArray(v) ? v.join(', ') : '')

/** One alarm: what raised it, how it stands, and every step that was taken. */
export function AlarmPanel({ id, live, language, now, mayAct, onAct }: Props) {
  const { t } = useTranslation('alarms')
  const { data, error } = useQuery({
    queryKey: ['alarm', id, live],
    queryFn: () => api.get<AlarmDetail>(`/api/alarms/${id}`),
    placeholderData: (before) => before,
  })
  if (error) return <Problem error={error} />
  if (!data) return null
  const told = (s: Step) => {
    const d = s.detail
    if (s.kind === 'escalated')
      return [
        `${t(`channel.${String(d.channel)}`)}: ${nameIn(d.name, language) ?? String(d.position ?? d.webhook ?? '')}`,
        texts(d.to),
      ]
        .filter(Boolean)
        .join(' · ')
    if (s.kind === 'vacant')
      return t('step.vacantAt', { position: nameIn(d.name, language) ?? String(d.position) })
    if (s.kind === 'again' && typeof d.facts === 'object' && d.facts !== null)
      return nameIn(Reflect.get(d.facts, 'title'), language) ?? ''
    if (s.kind === 'assigned') return String(d.name)
    if (s.kind === 'suppressing' || s.kind === 'chattering') return t('times', { count: Number(d.count) })
    if (typeof d.until === 'number') return t('until', { time: momentText(d.until, now, language) })
    if (s.kind === 'undelivered' || s.kind === 'delivered')
      return [
        d.channel && t(`channel.${String(d.channel)}`),
        d.to,
        typeof d.why === 'string' && t(`why.${d.why}`, { defaultValue: d.why }),
      ]
        .filter(Boolean)
        .join(' · ')
    return ''
  }
  const { detail } = data
  return (
    <article data-alarm-panel={id}>
      <header className={styles.head}>
        <SeverityMark severity={data.severity} outline={!isWaiting(data)} violet={data.kind === 'check'} />
        <div>
          <h2>{data.title[language]}</h2>
          <p>
            {t(`severity.${data.severity}`)} · {t(`state.${data.state}`)} · {data.text[language]}
          </p>
        </div>
      </header>
      <dl className={styles.facts}>
        <dt>{t('fact.rule')}</dt>
        <dd>
          {data.ruleName[language]} ({data.rule}, {t('version', { version: data.version })})
        </dd>
        <dt>{t('fact.since')}</dt>
        <dd>{momentText(data.since, now, language)}</dd>
        <dt>{t('fact.raised')}</dt>
        <dd>
          {momentText(data.raisedAt, now, language)}
          {data.times > 1 && ` · ${t('times', { count: data.times })}`}
        </dd>
        <dt>{t('fact.owner')}</dt>
        <dd>{data.owner ?? '–'}</dd>
        {data.incident !== null && (
          <>
            <dt>{t('fact.incident')}</dt>
            <dd>#{data.incident}</dd>
          </>
        )}
      </dl>
      {typeof detail.indicator === 'string' && typeof detail.unit === 'string' && (
        <p className={styles.to}>
          <Link to={`/data/${detail.indicator}`}>{t('toIndicator')}</Link>
        </p>
      )}
      {data.kind === 'cap' && (
        <p className={styles.to}>
          <Link to="/alerts">{t('toCap')}</Link>
        </p>
      )}
      {mayAct && data.endedAt === null && (
        <div className={styles.acts}>
          {isWaiting(data) && (
            <Button primary data-acknowledge={id} onClick={() => onAct('acknowledge', data)}>
              {t('act.acknowledge')}
            </Button>
          )}
          <Button onClick={() => onAct('assign', data)}>{t('act.assign')}</Button>
          <Button onClick={() => onAct('comment', data)}>{t('act.comment')}</Button>
          <Button onClick={() => onAct(data.shelved ? 'unshelve' : 'shelve', data)}>
            {t(data.shelved ? 'act.unshelve' : 'act.shelve')}
          </Button>
          <Button onClick={() => onAct('gather', data)}>{t('act.gather')}</Button>
        </div>
      )}
      <h3>{t('steps')}</h3>
      <ol className={styles.steps}>
        {data.steps.map((s, i) => (
          <li key={`${s.at}-${i}`} data-step={s.kind}>
            <time dateTime={new Date(s.at).toISOString()}>{momentText(s.at, now, language)}</time>
            <div>
              <b>{t(`step.${s.kind}`)}</b>
              {s.by && <span> · {s.by}</span>}
              {told(s) && <span> · {told(s)}</span>}
              {s.note && <q>{s.note}</q>}
            </div>
          </li>
        ))}
      </ol>
    </article>
  )
}
