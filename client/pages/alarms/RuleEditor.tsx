import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ALARM_KINDS, ALARM_SEVERITIES } from '../../../shared/alarm.ts'
import type { AlarmLadderView, AlarmRuleView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button } from '../../ui/index.ts'
import checks from '../checks/checks.module.css'
import forms from '../desk/attention.module.css'
import { NewerVersion } from '../rules/NewerVersion.tsx'
import { useVersioned } from '../rules/useVersioned.ts'
import { BackTest } from './BackTest.tsx'
import { ConditionFields } from './ConditionFields.tsx'
import { RuleFault } from './RuleFault.tsx'
import {
  draftOf,
  NEW_RULE,
  type RuleDraft,
  ruleOf,
  type TextField,
  type TickField,
  withText,
  withTick,
} from './ruleDraft.ts'
import { UnclearFigures } from './UnclearFigures.tsx'

type Props = {
  rule: AlarmRuleView | null
  ladders: readonly AlarmLadderView[]
  writes: boolean
  language: Language
  onSaved(id: number): void
  onChanged(changed: boolean): void
}

/** A rule being written, with what it would have raised beneath. Saving makes a new version. */
export function RuleEditor({ rule, ladders, writes, language, onSaved, onChanged }: Props) {
  const { t } = useTranslation('alarms')
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const versioned = useVersioned<AlarmRuleView, RuleDraft>({
    stored: rule,
    formOf: (r) => (r ? draftOf(r.rule) : NEW_RULE),
    send: (form, after) =>
      rule
        ? api.put(`/api/alarm-rules/${rule.id}`, { ...ruleOf(form).rule, after })
        : api.post('/api/alarm-rules', { code: code.trim(), rule: ruleOf(form).rule }),
    readAgain: () => queries.invalidateQueries({ queryKey: ['alarm-rules'] }),
    onSaved: (saved) => saved && onSaved(saved.id),
    onChanged,
  })
  const { form: draft, read, newer, busy } = versioned
  const set = (change: Partial<RuleDraft>) => versioned.setForm((d) => ({ ...d, ...change }))
  const { rule: wanted, unclear } = ruleOf(draft)
  const ready = wanted !== null && (rule !== null || code.trim() !== '')
  const text = (name: TextField, label: string) => (
    <label>
      {t(label)}
      <input
        name={name}
        maxLength={200}
        value={draft[name]}
        onChange={(e) => set(withText(name, e.target.value))}
      />
    </label>
  )
  const tick = (name: TickField, label: string) => (
    <label className={checks.tick}>
      <input
        type="checkbox"
        name={name}
        checked={draft[name]}
        onChange={(e) => set(withTick(name, e.target.checked))}
      />
      {t(label)}
    </label>
  )
  return (
    <form
      className={`${forms.form} ${checks.editor}`}
      data-editor={rule?.code ?? 'new'}
      onSubmit={(e) => {
        e.preventDefault()
        if (ready && !newer) versioned.save()
      }}
    >
      <h2>{read ? `${read.code}, ${t('version', { version: read.version })}` : t('rule.new')}</h2>
      {/* A new one's editor gives way to that of what it has become. */}
      <fieldset disabled={!writes || (busy && !rule)}>
        {!rule && (
          <label>
            {t('rule.code')}
            <input name="code" maxLength={40} value={code} onChange={(e) => setCode(e.target.value)} />
          </label>
        )}
        <div className={checks.pair}>
          {text('vi', 'rule.nameVi')}
          {text('en', 'rule.nameEn')}
        </div>
        <div className={checks.pair}>
          <label>
            {t('rule.kind')}
            <select
              name="kind"
              value={draft.kind}
              onChange={(e) => set({ kind: ALARM_KINDS.find((k) => k === e.target.value) ?? 'value' })}
            >
              {ALARM_KINDS.map((k) => (
                <option key={k} value={k}>
                  {t(`kind.${k}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('rule.severity')}
            <select
              name="severity"
              value={draft.severity}
              onChange={(e) =>
                set({ severity: ALARM_SEVERITIES.find((s) => s === e.target.value) ?? 'medium' })
              }
            >
              {ALARM_SEVERITIES.map((s) => (
                <option key={s} value={s}>
                  {t(`severity.${s}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <ConditionFields draft={draft} set={set} unclear={unclear} />
        <div className={checks.pair}>
          {text('hold', 'rule.hold')}
          {text('clear', 'rule.clear')}
        </div>
        <label>
          {t('rule.ladder')}
          <select name="ladder" value={draft.ladder} onChange={(e) => set({ ladder: e.target.value })}>
            <option value="">{t('rule.noLadder')}</option>
            {ladders.map((l) => (
              <option key={l.code} value={l.code}>
                {l.ladder.name[language]}
              </option>
            ))}
          </select>
        </label>
        {tick('needsPerson', 'rule.needsPerson')}
        {tick('onWall', 'rule.onWall')}
        {draft.severity === 'critical' && !draft.onWall && (
          <p role="status" data-takes-no-wall="">
            {t('rule.takesNoWall')}
          </p>
        )}
        {tick('enabled', 'rule.enabled')}
      </fieldset>
      {writes && wanted && <BackTest rule={wanted} language={language} />}
      {writes && <UnclearFigures kind={draft.kind} unclear={unclear} language={language} />}
      {writes && (
        <NewerVersion newer={newer} ready={ready} onOver={versioned.saveOver} onLoad={versioned.load} />
      )}
      <RuleFault error={versioned.error} expression={draft.expression.trim()} />
      {writes && (
        <footer>
          <Button type="submit" primary disabled={!ready || busy || newer !== null}>
            {t(rule ? 'rule.saveVersion' : 'rule.saveNew')}
          </Button>
        </footer>
      )}
    </form>
  )
}
