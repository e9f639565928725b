import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { ALARM_CHANNELS } from '../../../shared/alarm.ts'
import type { AlarmLadderInput, AlarmLadderView, PositionView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import checks from '../checks/checks.module.css'
import forms from '../desk/attention.module.css'
import { NewerVersion } from '../rules/NewerVersion.tsx'
import { useVersioned } from '../rules/useVersioned.ts'
import styles from './rules.module.css'

export type Positions = Static<typeof PositionView>[]
type Rung = AlarmLadderInput['rungs'][number]
const FIRST: Rung = { afterSeconds: 0, channel: 'screen', position: 'VAI.TRUC', webhook: null }
/** Its fields in one order: by that two forms are told apart. */
const formOf = (l: AlarmLadderView | null): AlarmLadderInput => ({
  name: { vi: l?.ladder.name.vi ?? '', en: l?.ladder.name.en ?? '' },
  rungs: (l?.ladder.rungs ?? [FIRST]).map(({ afterSeconds, channel, position, webhook }) => ({
    ...{ afterSeconds, channel, position, webhook },
  })),
})

type Props = {
  ladder: AlarmLadderView | null
  positions: Positions
  writes: boolean
  language: Language
  onSaved(code: string): void
  onChanged(changed: boolean): void
}

/** A ladder being written. Saving makes a new version. */
export function LadderEditor({ ladder, positions, writes, language, onSaved, onChanged }: Props) {
  const { t } = useTranslation('alarms')
  const queries = useQueryClient()
  const [code, setCode] = useState(ladder?.code ?? '')
  const versioned = useVersioned<AlarmLadderView, AlarmLadderInput>({
    stored: ladder,
    formOf,
    send: async (form, after) => {
      const all = await api.put<AlarmLadderView[]>(`/api/alarm-ladders/${code.trim()}`, { ...form, after })
      return all.find((l) => l.code === code.trim()) ?? null
    },
    readAgain: () => queries.invalidateQueries({ queryKey: ['alarm-ladders'] }),
    onSaved: () => onSaved(code.trim()),
    onLoad: () => onSaved(code.trim()),
    onChanged,
  })
  const { form, newer, busy } = versioned
  const { name, rungs } = form
  const setName = (to: AlarmLadderInput['name']) => versioned.setForm((f) => ({ ...f, name: to }))
  const setRungs = (to: (all: Rung[]) => Rung[]) => versioned.setForm((f) => ({ ...f, rungs: to(f.rungs) }))
  const change = (at: number, to: Partial<Rung>) =>
    setRungs((all) => all.map((r, i) => (i === at ? { ...r, ...to } : r)))
  const ready = [code, name.vi, name.en].every((x) => x.trim()) && rungs.length > 0
  return (
    <form
      className={`${forms.form} ${checks.editor}`}
      onSubmit={(e) => {
        e.preventDefault()
        if (ready && !newer) versioned.save()
      }}
    >
      <h2>{ladder ? ladder.code : t('ladder.new')}</h2>
      {/* A new one's editor gives way to that of what it has become. */}
      <fieldset disabled={!writes || (busy && !ladder)}>
        {!ladder && (
          <label>
            {t('rule.code')}
            <input
              name="code"
              maxLength={40}
              value={code}
              onChange={(e) => {
                versioned.reset()
                setCode(e.target.value)
              }}
            />
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
                  <Button onClick={() => setRungs((all) => all.filter((_, k) => k !== i))}>
                    {t('ladder.remove')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Button
          onClick={() =>
            setRungs((all) => [...all, { ...FIRST, afterSeconds: (all.at(-1)?.afterSeconds ?? 0) + 300 }])
          }
        >
          {t('ladder.add')}
        </Button>
      </fieldset>
      {writes && (
        <NewerVersion newer={newer} ready={ready} onOver={versioned.saveOver} onLoad={versioned.load} />
      )}
      <Problem error={versioned.error} />
      {writes && (
        <footer>
          <Button type="submit" primary disabled={!ready || busy || newer !== null}>
            {t('ladder.save')}
          </Button>
        </footer>
      )}
    </form>
  )
}
