import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { ALARM_CHANNELS } from '../../../shared/alarm.ts'
import type { AlarmLadderInput, AlarmLadderView, PositionView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api, useMe } from '../../api/index.ts'
import { Button, Problem, spanText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import checks from '../checks/checks.module.css'
import forms from '../desk/attention.module.css'
import { Channels } from './Channels.tsx'
import styles from './rules.module.css'

type Positions = Static<typeof PositionView>[]
type Rung = AlarmLadderInput['rungs'][number]
const FIRST: Rung = { afterSeconds: 0, channel: 'screen', position: 'VAI.TRUC', webhook: null }

/** The ladders: who is told, when and how, while nobody answers. */
export default function LaddersPage() {
  const { t } = useTranslation('alarms')
  const language = useLanguage()
  const writes = useMe().can('manage', 'AlarmRule')
  const [chosen, setChosen] = useState<string | 'new' | null>(null)
  const ladders = useQuery({
    queryKey: ['alarm-ladders'],
    queryFn: () => api.get<AlarmLadderView[]>('/api/alarm-ladders'),
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
            <Button primary onClick={() => setChosen('new')}>
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
                onClick={() => setChosen(l.code)}
              >
                <td className={checks.state}>
                  <button type="button" onClick={() => setChosen(l.code)}>
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
          <LadderEditor
            key={ladder ? `${ladder.code}/${ladder.version}` : 'new'}
            ladder={ladder}
            positions={positions.data ?? []}
            writes={writes}
            language={language}
            onSaved={setChosen}
          />
        ) : (
          <p className={admin.none}>{t('ladder.choose')}</p>
        )}
      </aside>
    </div>
  )
}

type Props = {
  ladder: AlarmLadderView | null
  positions: Positions
  writes: boolean
  language: Language
  onSaved(code: string): void
}
function LadderEditor({ ladder, positions, writes, language, onSaved }: Props) {
  const { t } = useTranslation('alarms')
  const queries = useQueryClient()
  const [code, setCode] = useState(ladder?.code ?? '')
  const [name, setName] = useState(ladder?.ladder.name ?? { vi: '', en: '' })
  const [rungs, setRungs] = useState<Rung[]>(ladder?.ladder.rungs ?? [FIRST])
  const change = (at: number, to: Partial<Rung>) =>
    setRungs((all) => all.map((r, i) => (i === at ? { ...r, ...to } : r)))
  const save = useMutation({
    mutationFn: () => api.put(`/api/alarm-ladders/${code.trim()}`, { name, rungs }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['alarm-ladders'] })
      onSaved(code.trim())
    },
  })
  const ready = code.trim() && name.vi.trim() && name.en.trim() && rungs.length > 0
  return (
    <form
      className={`${forms.form} ${checks.editor}`}
      onSubmit={(e) => {
        e.preventDefault()
        if (ready) save.mutate()
      }}
    >
      <h2>{ladder ? ladder.code : t('ladder.new')}</h2>
      <fieldset disabled={!writes}>
        {!ladder && (
          <label>
            {t('rule.code')}
            <input name="code" maxLength={40} value={code} onChange={(e) => setCode(e.target.value)} />
          </label>
        )}
        <div className={checks.pair}>
          <label>
            {t('rule.nameVi')}
            <input name="vi" value={name.vi} onChange={(e) => setName({ ...name, vi: e.target.value })} />
          </label>
          <label>
            {t('rule.nameEn')}
            <input name="en" value={name.en} onChange={(e) => setName({ ...name, en: e.target.value })} />
          </label>
        </div>
        <table className={styles.rungs}>
          <thead>
            <tr>
              <th>{t('ladder.after')}</th>
              <th>{t('ladder.channel')}</th>
              <th>{t('ladder.who')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {rungs.map((r, i) => (
              <tr key={i}>
                <td>
                  <input
                    type="number"
                    min={0}
                    aria-label={t('ladder.after')}
                    value={r.afterSeconds}
                    onChange={(e) => change(i, { afterSeconds: Number(e.target.value) })}
                  />
                </td>
                <td>
                  <select
                    aria-label={t('ladder.channel')}
                    value={r.channel}
                    onChange={(e) => {
                      const channel = ALARM_CHANNELS.find((c) => c === e.target.value) ?? 'screen'
                      change(
                        i,
                        channel === 'webhook'
                          ? { channel, position: null, webhook: '' }
                          : { channel, position: r.position ?? 'VAI.TRUC', webhook: null },
                      )
                    }}
                  >
                    {ALARM_CHANNELS.map((c) => (
                      <option key={c} value={c}>
                        {t(`channel.${c}`)}
                      </option>
                    ))}
                  </select>
                </td>
                <td>
                  {r.channel === 'webhook' ? (
                    <input
                      aria-label={t('channel.webhook')}
                      value={r.webhook ?? ''}
                      onChange={(e) => change(i, { webhook: e.target.value })}
                    />
                  ) : (
                    <select
                      aria-label={t('ladder.who')}
                      value={r.position ?? ''}
                      onChange={(e) => change(i, { position: e.target.value })}
                    >
                      {positions.map((p) => (
                        <option key={p.code} value={p.code}>
                          {p.name[language]}
                        </option>
                      ))}
                    </select>
                  )}
                </td>
                <td>
                  <Button onClick={() => setRungs(rungs.filter((_, k) => k !== i))}>
                    {t('ladder.remove')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Button
          onClick={() =>
            setRungs([...rungs, { ...FIRST, afterSeconds: (rungs.at(-1)?.afterSeconds ?? 0) + 300 }])
          }
        >
          {t('ladder.add')}
        </Button>
      </fieldset>
      <Problem error={save.error} />
      {writes && (
        <footer>
          <Button type="submit" primary disabled={!ready || save.isPending}>
            {t('ladder.save')}
          </Button>
        </footer>
      )}
    </form>
  )
}
