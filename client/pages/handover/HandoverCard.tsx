import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandoverDetail, HandoverView } from '../../../shared/api/handover.ts'
import { api } from '../../api/index.ts'
import { hoursText, shortDay } from '../../duty/index.ts'
import { LogLine } from '../../duty/LogLine.tsx'
import { useServerClock } from '../../live/index.ts'
import { Button, momentText, Problem, useLanguage } from '../../ui/index.ts'
import { HandoverItems } from './HandoverItems.tsx'
import styles from './handover.module.css'
import { type Asked, SignDialog } from './SignDialog.tsx'

const AGAIN_MS = 10_000

/** In the middle of a shift what stood in the log so far is closed, of a position its own part. */
const partOf = ({ whole, upTo }: NonNullable<HandoverView['log']>) =>
  `${whole ? 'shift' : 'position'}${upTo === null ? '' : 'SoFar'}` as const

/** One handover in full: who gives and who takes, each item with its remark, the signatures, the paper. */
export function HandoverCard({ id }: { id: number }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const clock = useServerClock()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asked | null>(null)
  const { data, error } = useQuery({
    queryKey: ['handovers', id],
    queryFn: () => api.get<HandoverDetail>(`/api/handovers/${id}`),
    refetchInterval: AGAIN_MS,
  })
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object; item?: string }) =>
      api.post(`/api/handovers/${id}/${path}`, body),
    onSuccess: () => setAsking(null),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['handovers'] }),
  })
  const ask = (what: Asked) => {
    // What another act was refused for is not this one's.
    act.reset()
    setAsking(what)
  }
  if (!data) return <section className={styles.card}>{error && <Problem error={error} />}</section>
  const { handover: h, entries, people } = data
  const left = h.items.filter((i) => !i.checked).length
  const time = (at: number) => momentText(at, clock, language)
  const relieved = h.steps.findLast((s) => s.kind === 'relieved')
  const returned = h.steps.findLast((s) => s.kind === 'returned')
  return (
    <section className={styles.card} data-card={h.id} data-state={h.state}>
      <header className={styles.head}>
        <h2>
          {t('handover.of', { position: h.position.name[language] })}
          <small>
            {t('shift', { no: h.shift.no })} {hoursText(h.shift, language)}, {shortDay(h.shift.day)} →{' '}
            {t('shift', { no: h.next.no })} {hoursText(h.next, language)}, {shortDay(h.next.day)}
          </small>
        </h2>
        <b data-state={h.state}>{t(`handover.state.${h.state}`)}</b>
        <a href={`/api/handovers/${h.id}/paper?format=pdf`} download>
          PDF
        </a>
        <a href={`/api/handovers/${h.id}/paper?format=docx`} download>
          DOCX
        </a>
      </header>
      <dl className={styles.parties}>
        <div>
          <dt>{t('handover.outgoing')}</dt>
          <dd>
            <b>{h.outgoing.displayName}</b>
            <small>
              {h.outgoingSignedAt === null
                ? t('handover.unsigned')
                : t('handover.signedAt', { time: time(h.outgoingSignedAt) })}
            </small>
          </dd>
        </div>
        <div>
          <dt>{t('handover.incoming')}</dt>
          <dd>
            {h.may.name ? (
              <select
                name="incoming"
                value={h.incoming?.account ?? ''}
                aria-label={t('handover.incoming')}
                onChange={(e) => act.mutate({ path: 'incoming', body: { account: Number(e.target.value) } })}
              >
                <option value="" disabled>
                  {t('handover.chooseIncoming')}
                </option>
                {people.map((p) => (
                  <option key={p.account} value={p.account}>
                    {p.displayName}
                  </option>
                ))}
              </select>
            ) : (
              <b>{h.incoming?.displayName ?? '…'}</b>
            )}
            <small>
              {h.incomingSignedAt === null
                ? t('handover.unsigned')
                : t('handover.signedAt', { time: time(h.incomingSignedAt) })}
            </small>
          </dd>
        </div>
      </dl>
      {relieved && (
        <p className={styles.said}>
          {t('handover.relievedBy', {
            name: relieved.by,
            time: time(relieved.at),
            why: relieved.remark ?? '',
          })}
        </p>
      )}
      {returned && h.state === 'open' && (
        <p className={styles.said}>
          {t('handover.returnedBy', { name: returned.by, why: returned.remark ?? '' })}
        </p>
      )}
      {(h.state === 'open' || h.state === 'waiting') && (
        <p className={styles.said}>{t('handover.stays', { name: h.outgoing.displayName })}</p>
      )}
      <h3>
        {t('handover.items', { count: h.items.length })}
        {h.state === 'open' && <small>{t('handover.left', { count: left })}</small>}
        {h.may.refresh && (
          <Button
            disabled={act.isPending}
            onClick={() => act.mutate({ path: 'refresh', body: {} })}
            data-act="refresh"
          >
            {t('handover.refresh')}
          </Button>
        )}
      </h3>
      <Problem error={(asking ? null : act.error) ?? error} />
      <HandoverItems
        handover={h}
        language={language}
        clock={clock}
        busy={act.isPending ? (act.variables.item ?? null) : null}
        onCheck={(item, remark) => act.mutate({ path: 'check', body: { item, remark }, item })}
      />
      <h3>{t('handover.entries', { count: entries.length })}</h3>
      <div className={styles.entries}>
        {entries.map((e) => (
          <LogLine key={e.id} entry={e} now={clock} language={language} />
        ))}
      </div>
      {h.log && (
        <p className={styles.log} data-log-holds={h.log.holds}>
          {t(h.log.holds ? 'handover.logHolds' : 'handover.logBroken', {
            part: t(`handover.logPart.${partOf(h.log)}`),
            count: h.log.entries,
          })}
          <code>{h.log.sha256}</code>
        </p>
      )}
      <footer className={styles.foot}>
        {h.may.withdraw && (
          <Button onClick={() => ask('withdraw')} data-act="withdraw">
            {t('handover.withdraw')}
          </Button>
        )}
        {h.may.relieve && (
          <Button onClick={() => ask('relieve')} data-act="relieve">
            {t('handover.relieve')}
          </Button>
        )}
        {h.may.return && (
          <Button onClick={() => ask('return')} data-act="return">
            {t('handover.return')}
          </Button>
        )}
        {h.may.sign && (
          <Button primary onClick={() => ask('sign')} data-act="sign">
            {t('handover.sign')}
          </Button>
        )}
      </footer>
      {asking && (
        <SignDialog
          asked={asking}
          error={act.error}
          busy={act.isPending}
          onClose={() => setAsking(null)}
          onSend={(body) => act.mutate({ path: asking, body })}
        />
      )}
    </section>
  )
}
