import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmLadderView, AlarmRuleView } from '../../../shared/api/alarms.ts'
import { api, useMe } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, momentText, Problem, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import checks from '../checks/checks.module.css'
import { RuleEditor } from './RuleEditor.tsx'
import { SeverityMark } from './SeverityMark.tsx'

/** Every rule of alarms, where it looks and what it has raised; one of them, or a new one, in the editor beside. */
export default function RulesPage() {
  const { t } = useTranslation('alarms')
  const language = useLanguage()
  const now = useServerClock()
  const writes = useMe().can('manage', 'AlarmRule')
  const [chosen, setChosen] = useState<number | 'new' | null>(null)
  const { data, error } = useQuery({
    queryKey: ['alarm-rules'],
    queryFn: () => api.get<AlarmRuleView[]>('/api/alarm-rules'),
    refetchInterval: 10_000,
  })
  const ladders = useQuery({
    queryKey: ['alarm-ladders'],
    queryFn: () => api.get<AlarmLadderView[]>('/api/alarm-ladders'),
  })
  const rule = data?.find((r) => r.id === chosen) ?? null
  return (
    <div className={checks.split}>
      <section className={admin.body}>
        <header className={admin.bar}>
          <p className={checks.count}>{t('rule.count', { count: data?.length ?? 0 })}</p>
          {writes && (
            <Button primary onClick={() => setChosen('new')}>
              {t('rule.new')}
            </Button>
          )}
        </header>
        <Problem error={error} />
        <table className={admin.table}>
          <thead>
            <tr>
              <th>{t('rule.code')}</th>
              <th>{t('rule.rule')}</th>
              <th>{t('rule.severity')}</th>
              <th data-figure>{t('rule.places')}</th>
              <th data-figure>{t('rule.open')}</th>
              <th>{t('rule.changed')}</th>
            </tr>
          </thead>
          <tbody>
            {data?.map((r) => (
              <tr
                key={r.id}
                data-rule={r.code}
                aria-selected={r.id === chosen}
                onClick={() => setChosen(r.id)}
              >
                <td className={checks.state}>
                  <button type="button" onClick={() => setChosen(r.id)}>
                    {r.code}
                  </button>
                </td>
                <td className={admin.name}>
                  {r.rule.name[language]}
                  <small>
                    {t(`kind.${r.rule.condition.kind}`)}
                    {'indicator' in r.rule.condition && ` · ${r.rule.condition.indicator}`}
                    {!r.rule.enabled && ` · ${t('rule.disabled')}`}
                  </small>
                </td>
                <td>
                  <SeverityMark severity={r.rule.severity} outline={!r.rule.enabled} />{' '}
                  {t(`severity.${r.rule.severity}`)}
                </td>
                <td data-figure>{r.places ?? '–'}</td>
                <td data-figure>{r.open}</td>
                <td>
                  {momentText(r.changedAt, now, language)}
                  <small>{t('version', { version: r.version })}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <aside className={checks.panel} aria-label={t('rule.editor')}>
        {chosen === 'new' || rule ? (
          <RuleEditor
            key={rule ? `${rule.id}/${rule.version}` : 'new'}
            rule={rule}
            ladders={ladders.data ?? []}
            writes={writes}
            language={language}
            onSaved={setChosen}
          />
        ) : (
          <p className={admin.none}>{t('rule.choose')}</p>
        )}
      </aside>
    </div>
  )
}
