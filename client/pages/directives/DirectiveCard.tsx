import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { Acts } from './Acts.tsx'
import { ChangeDirective } from './ChangeDirective.tsx'
import styles from './card.module.css'
import { KeptScreen } from './KeptScreen.tsx'
import { OriginLine } from './OriginLine.tsx'
import { StateWord } from './StateWord.tsx'
import { Steps } from './Steps.tsx'
import { useDirective } from './useDirective.ts'
import { WatchLine } from './WatchLine.tsx'
import words from './words.module.css'

/** One directive in full: what was asked, how its number stands, what may be done, all that happened. */
export function DirectiveCard({ id }: { id: number }) {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const [changing, setChanging] = useState(false)
  const asked = useDirective(id)
  const d = asked.data
  if (!d)
    return (
      <article className={styles.card}>
        <Problem error={asked.error} />
      </article>
    )
  return (
    <article className={styles.card} data-card={d.id} data-state={d.state}>
      <header>
        <span>
          <StateWord directive={d} />
          {d.priority !== 'normal' && <b className={words.priority}>{t(`priority.${d.priority}`)}</b>}
          {d.simulated && <i className={words.kind}>{t('simulated')}</i>}
        </span>
        <h2>{d.addressee.name[language]}</h2>
        <p className={styles.text}>{d.text}</p>
        <dl>
          <div>
            <dt>{t('due')}</dt>
            <dd>{dayAndClock(d.due)}</dd>
          </div>
          <div>
            <dt>{t('givenBy')}</dt>
            <dd>
              {d.createdBy}
              {d.issuedAt !== null && `, ${dayAndClock(d.issuedAt)}`}
            </dd>
          </div>
          <div>
            <dt>{t('versionOf')}</dt>
            <dd>{d.version}</dd>
          </div>
          <div>
            <dt>{t('seen')}</dt>
            <dd>{d.readAt === null ? t('notSeen') : dayAndClock(d.readAt)}</dd>
          </div>
          {d.session !== null && (
            <div>
              <dt>{t('readBack')}</dt>
              <dd>{d.readBackAt === null ? t('notReadBack') : dayAndClock(d.readBackAt)}</dd>
            </div>
          )}
          {d.document && (
            <div>
              <dt>{t('form.document')}</dt>
              <dd>
                <Link to={`/directives?which=all&document=${encodeURIComponent(d.document)}`}>
                  {d.document}
                </Link>
              </dd>
            </div>
          )}
          {d.origin && (
            <div>
              <dt>{t('origin.from')}</dt>
              <dd>
                <OriginLine origin={d.origin} language={language} />
              </dd>
            </div>
          )}
        </dl>
        {d.escalated && (
          <p className={styles.asked} data-escalated={d.escalated.to}>
            {t(`escalated.${d.escalated.to}`, { count: d.escalated.days })}, {dayAndClock(d.escalated.at)}
          </p>
        )}
        {d.snapshot && <KeptScreen snapshot={d.snapshot} language={language} />}
        {d.askedDue !== null && (
          <p className={styles.asked}>{t('asksUntil', { time: dayAndClock(d.askedDue) })}</p>
        )}
        {d.proposed && d.state !== 'closed' && <p className={styles.proposed}>{t('proposed')}</p>}
      </header>
      {d.watch && <WatchLine watch={d.watch} language={language} />}
      {changing ? (
        <ChangeDirective directive={d} onClose={() => setChanging(false)} />
      ) : (
        <Acts directive={d} onChange={d.mayChange ? () => setChanging(true) : null} />
      )}
      <Steps directive={d} language={language} />
    </article>
  )
}
