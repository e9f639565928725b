import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AlarmLadderView } from '../../../shared/api/alarms.ts'
import { api, useMe } from '../../api/index.ts'
import { Button, spanText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import checks from '../checks/checks.module.css'
import { Leaving } from '../rules/Leaving.tsx'
import { useChoice } from '../rules/useChoice.ts'
import { Channels } from './Channels.tsx'
import { LadderEditor, type Positions } from './LadderEditor.tsx'
import styles from './rules.module.css'

/** The ladders: who is told, when and how, while nobody answers. */
export default function LaddersPage() {
  const { t } = useTranslation('alarms')
  const language = useLanguage()
  const writes = useMe().can('manage', 'AlarmRule')
  const choice = useChoice<string>()
  const { chosen } = choice
  const ladders = useQuery({
    queryKey: ['alarm-ladders'],
    queryFn: () => api.get<AlarmLadderView[]>('/api/alarm-ladders'),
    refetchInterval: 10_000,
  })
  const positions = useQuery({
    queryKey: ['alarm-positions'],
    queryFn: () => api.get<Positions>('/api/alarm-positions'),
    refetchInterval: 10_000,
  })
  const ladder = ladders.data?.find((l) => l.code === chosen) ?? null
  const nameOf = (code: string | null) =>
    positions.data?.find((p) => p.code === code)?.name[language] ?? code ?? ''
  return (
    <div className={checks.split}>
      <section className={admin.body}>
        <header className={admin.bar}>
          <p className={checks.count}>{t('ladder.about')}</p>
          {writes && (
            <Button primary onClick={() => choice.choose('new')}>
              {t('ladder.new')}
            </Button>
          )}
        </header>
        <table className={admin.table}>
          <thead>
            <tr>
              <th>{t('rule.code')}</th>
              <th>{t('ladder.name')}</th>
              <th>{t('ladder.rungs')}</th>
            </tr>
          </thead>
          <tbody>
            {ladders.data?.map((l) => (
              <tr
                key={l.code}
                data-ladder={l.code}
                aria-selected={l.code === chosen}
                onClick={() => choice.choose(l.code)}
              >
                <td className={checks.state}>
                  <button type="button" onClick={() => choice.choose(l.code)}>
                    {l.code}
                  </button>
                </td>
                <td className={admin.name}>
                  {l.ladder.name[language]}
                  <small>{t('version', { version: l.version })}</small>
                </td>
                <td>
                  <ol className={styles.climb}>
                    {l.ladder.rungs.map((r, i) => (
                      <li key={`${i}/${r.afterSeconds}`}>
                        <small>
                          {r.afterSeconds === 0
                            ? t('ladder.now')
                            : t('ladder.afterSpan', { span: spanText(r.afterSeconds * 1_000, language) })}
                        </small>
                        {t(`channel.${r.channel}`)}: {nameOf(r.position ?? r.webhook)}
                      </li>
                    ))}
                  </ol>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2 className={styles.heading}>{t('ladder.positions')}</h2>
        <table className={admin.table}>
          <tbody>
            {positions.data?.map((p) => (
              <tr key={p.code} data-position={p.code}>
                <td>{p.name[language]}</td>
                <td>{p.holders.map((h) => h.displayName).join(', ') || <b>{t('ladder.nobody')}</b>}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {writes && <Channels />}
      </section>
      <aside className={checks.panel} aria-label={t('ladder.editor')}>
        {chosen === 'new' || ladder ? (
          <>
            <Leaving asks={choice.wanted !== null} onLeave={choice.leave} onStay={choice.stay} />
            <LadderEditor
              key={ladder?.code ?? 'new'}
              ladder={ladder}
              positions={positions.data ?? []}
              writes={writes}
              language={language}
              onSaved={choice.set}
              onChanged={choice.onChanged}
            />
          </>
        ) : (
          <p className={admin.none}>{t('ladder.choose')}</p>
        )}
      </aside>
    </div>
  )
}
