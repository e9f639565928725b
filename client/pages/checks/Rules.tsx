import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../../shared/api/checks.ts'
import { api, useMe } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, Mark, momentText, Problem, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import styles from './checks.module.css'
import { formula } from './figures.ts'
import { RuleEditor } from './RuleEditor.tsx'

/** Every rule, what it watches and how much of it fails now; one of them, or a new one, in the editor beside. */
export function Rules() {
  const { t } = useTranslation('checks')
  const language = useLanguage()
  const now = useServerClock()
  const me = useMe()
  const [chosen, setChosen] = useState<number | 'new' | null>(null)
  const { data, error } = useQuery({
    queryKey: ['check-rules'],
    queryFn: () => api.get<RuleView[]>('/api/checks/rules'),
    refetchInterval: 10_000,
  })
  const rule = data?.find((r) => r.id === chosen) ?? null
  const writes = me.can('manage', 'Check')
  return (
    <div className={styles.split}>
      <section className={admin.body}>
        <header className={admin.bar}>
          <p className={styles.count} data-metric="rules">
            {t('rulesCount', { count: data?.length ?? 0 })}
          </p>
          {writes && (
            <Button primary onClick={() => setChosen('new')}>
              {t('newRule')}
            </Button>
          )}
        </header>
        <Problem error={error} />
        <table className={admin.table}>
          <thead>
            <tr>
              <th>{t('code')}</th>
              <th>{t('rule')}</th>
              <th>{t('compares')}</th>
              <th data-figure>{t('places')}</th>
              <th data-figure>{t('failing')}</th>
              <th>{t('changed')}</th>
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
                <td className={styles.state}>
                  <button type="button" onClick={() => setChosen(r.id)}>
                    {r.code}
                  </button>
                </td>
                <td className={admin.name}>
                  {r.rule.name[language]}
                  <small>
                    {t(`kind.${r.rule.check.kind}`)}
                    {!r.rule.enabled && ` · ${t('disabled')}`}
                  </small>
                </td>
                <td>
                  <code className={styles.formula}>{formula(r.rule.check)}</code>
                </td>
                <td data-figure>{r.places}</td>
                <td data-figure className={r.failing ? styles.violet : undefined}>
                  {r.failing > 0 && <Mark kind="disputed" />} {r.failing}
                </td>
                <td>
                  {momentText(r.changedAt, now, language)}
                  <small>{t('version', { version: r.version })}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <aside className={styles.panel} aria-label={t('editor')}>
        {chosen === 'new' || rule ? (
          <RuleEditor key={rule?.id ?? 'new'} rule={rule} writes={writes} onSaved={setChosen} />
        ) : (
          <p className={admin.none}>{t('chooseRule')}</p>
        )}
      </aside>
    </div>
  )
}
