import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button, clockText, momentText, spanText } from '../../ui/index.ts'
import styles from './list.module.css'
import { isWaiting } from './order.ts'
import { SeverityMark } from './SeverityMark.tsx'

type Props = {
  alarm: AlarmView
  inGroup: boolean
  language: Language
  now: number
  current: boolean
  opened: boolean
  mayAct: boolean
  onOpen(alarm: AlarmView): void
  onAcknowledge(alarm: AlarmView): void
  children?: ReactNode
}

/** Drawn anew only when something of it is other than before: a list that scrolls draws what comes into sight. */
export const AlarmRow = memo(Row)

/** One alarm: what, since when, and either the press that takes it or who took it. */
function Row({ alarm: a, inGroup, language, now, mayAct, ...p }: Props) {
  const { t } = useTranslation('alarms')
  const waiting = isWaiting(a)
  const toldOf = ({ channel, at, name, to }: NonNullable<AlarmView['told']>) =>
    t('told', {
      ...{ channel: t(`channel.${channel}`), time: clockText(at, language).slice(0, 5) },
      who: name?.[language] ?? to.join(', '),
    })
  const place = a.subject.slice(a.subject.lastIndexOf('/') + 1)
  return (
    <article
      className={styles.row}
      data-alarm={a.id}
      data-rule={a.rule}
      data-severity={a.severity}
      data-alarm-state={a.state}
      data-attention={a.attention ?? undefined}
      data-state={a.attention === null ? undefined : place}
      data-waiting={waiting || undefined}
      data-acknowledged={a.acknowledged ? true : undefined}
      data-current={p.current || undefined}
      data-opened={p.opened || undefined}
      data-in-group={inGroup || undefined}
    >
      <SeverityMark
        severity={a.severity}
        outline={!waiting}
        waiting={waiting && a.active}
        violet={a.kind === 'check'}
      />
      <button type="button" className={styles.what} onClick={() => p.onOpen(a)}>
        <strong>{a.title[language]}</strong>
        <span>
          <em>{t(`severity.${a.severity}`)}</em>{' '}
          {a.simulated && <i className={styles.sim}>{t('simulated')}</i>} {a.text[language]}
          {!a.active &&
            a.clearedAt !== null &&
            ` · ${t('clearedAt', { time: clockText(a.clearedAt, language) })}`}
          {a.suppressed > 0 && ` · ${t('suppressed', { count: a.suppressed })}`}
          {a.chattering > 0 && ` · ${t('chattering', { count: a.chattering })}`}
          {waiting && a.told && ` · ${toldOf(a.told)}`}
          {a.vacant.length > 0 && (
            <b>
              {' '}
              · {t('vacant', { positions: a.vacant.map((v) => v.name?.[language] ?? v.position).join(', ') })}
            </b>
          )}
        </span>
      </button>
      <span className={styles.since}>
        {spanText(Math.max(0, now - a.since), language)}
        <small>{t('since', { time: momentText(a.since, now, language) })}</small>
      </span>
      {a.shelved ? (
        <span className={styles.done} title={a.shelved.reason}>
          {t('shelvedBy', { by: a.shelved.by })}
          <small>{t('until', { time: momentText(a.shelved.until, now, language) })}</small>
        </span>
      ) : a.acknowledged ? (
        <span className={styles.done} title={a.acknowledged.note}>
          ✓ {a.acknowledged.by}
          <small>
            {clockText(a.acknowledged.at, language).slice(0, 5)} · {a.acknowledged.note}
          </small>
        </span>
      ) : (
        <span className={styles.act}>
          {mayAct && (
            <Button onClick={() => p.onAcknowledge(a)} data-acknowledge={a.id}>
              {t('acknowledge')}
            </Button>
          )}
        </span>
      )}
      {p.children}
    </article>
  )
}
