import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StagesView } from '../../../shared/api/stages.ts'
import { api } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { useLiveEvent, useServerClock } from '../../live/index.ts'
import { Button, momentText, Problem, useLanguage } from '../../ui/index.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { Checklist } from './Checklist.tsx'
import { SetUpDialog } from './SetUpDialog.tsx'
import styles from './stages.module.css'

/** The five stages: which is in force, since when and why, what it asks for, and every change. */
export default function StagesPage() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const clock = useServerClock()
  const queries = useQueryClient()
  /** From the stage that its changer saw: one that another changed meanwhile is refused, not overrun. */
  const [wanted, setWanted] = useState<{ from: number; to: number } | null>(null)
  const [editing, setEditing] = useState(false)
  useLiveEvent('stage', () => void queries.invalidateQueries({ queryKey: ['stages'] }))
  const { data, error } = useQuery({
    queryKey: ['stages'],
    queryFn: () => api.get<StagesView>('/api/stages'),
  })
  const tick = useMutation({
    mutationFn: (body: { item: string; done: boolean; remark: string }) =>
      api.post<StagesView>('/api/stages/tick', body),
    onSuccess: (next) => queries.setQueryData(['stages'], next),
  })
  useCommands(
    data?.mayChange
      ? data.stages
          .filter((s) => s.no !== data.now.no)
          .map((s) => ({
            id: `stage.${s.no}`,
            title: `${t(s.no > data.now.no ? 'stage.raise' : 'stage.lower', { no: s.no })}: ${s.name[language]}`,
            group: t('stage.title'),
            keys: [String(s.no)],
            run: () => setWanted({ from: data.now.no, to: s.no }),
          }))
      : [],
  )
  if (!data) return <div className={styles.page}>{error && <Problem error={error} />}</div>
  const { now } = data
  const named = (list: StagesView['playlists'], key: string | null) =>
    key === null
      ? t('stage.nothing')
      : (list.find((c) => c.key === key)?.name[language] ?? t('stage.gone', { key }))
  const current = data.stages.find((s) => s.no === now.no)
  return (
    <div className={styles.page} data-page="stages" data-stage-now={now.no}>
      <header className={styles.bar}>
        <h1>{t('stage.title')}</h1>
        <p>
          {now.by
            ? t('stage.by', { name: now.by, time: momentText(now.since, clock, language) })
            : t('stage.bySystem', { time: momentText(now.since, clock, language) })}
          : {now.by ? now.cause : t('stage.first')}
        </p>
        {data.maySetUp && (
          <Button onClick={() => setEditing(true)} data-act="set-up">
            {t('stage.edit')}
          </Button>
        )}
      </header>
      {data.delivered && <p className={styles.delivered}>{t('stage.delivered')}</p>}
      {data.missing.map((m) => (
        <p key={`${m.no}/${m.what}`} role="alert" className={styles.missing} data-missing={m.what}>
          {t(`stage.missing.${m.what}`, { no: m.no, key: m.key })}
        </p>
      ))}
      <ol className={styles.stages}>
        {data.stages.map((s) => (
          <li key={s.no} data-no={s.no} data-now={s.no === now.no || undefined}>
            <strong>{s.no}</strong>
            <div>
              <h2>
                {s.name[language]} {s.no === now.no && <em>{t('stage.inForce')}</em>}
              </h2>
              <p>{s.meaning[language]}</p>
              <small>
                {t('stage.playlist')}: {named(data.playlists, s.playlist)} · {t('stage.ladder')}:{' '}
                {named(data.ladders, s.ladder)}
              </small>
            </div>
            {data.mayChange && s.no !== now.no && (
              <Button onClick={() => setWanted({ from: now.no, to: s.no })} data-change={s.no}>
                {t(s.no > now.no ? 'stage.raise' : 'stage.lower', { no: s.no })} <kbd>{s.no}</kbd>
              </Button>
            )}
          </li>
        ))}
      </ol>
      {!data.mayChange && <p className={styles.quiet}>{t('stage.onlyAllowed')}</p>}
      <div className={styles.below}>
        <section>
          <h2>{t('stage.checklist')}</h2>
          <Problem error={tick.error} />
          <Checklist
            items={current?.checklist ?? []}
            ticked={data.ticked}
            language={language}
            clock={clock}
            mayTick={data.mayTick}
            onTick={(item, done, remark) => tick.mutate({ item, done, remark })}
          />
        </section>
        <section>
          <h2>{t('stage.history')}</h2>
          <ul className={styles.history}>
            {data.history.map((h) => (
              <li key={`${h.at}/${h.no}`}>
                <b>{h.no}</b>
                <div>
                  {h.by ? h.cause : t('stage.first')}
                  <small>
                    {h.by
                      ? t('stage.by', { name: h.by, time: momentText(h.at, clock, language) })
                      : t('stage.bySystem', { time: momentText(h.at, clock, language) })}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {wanted && <ChangeDialog {...wanted} onClose={() => setWanted(null)} />}
      {editing && <SetUpDialog view={data} onClose={() => setEditing(false)} />}
    </div>
  )
}
