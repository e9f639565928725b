import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../../shared/api/checks.ts'
import { api } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { NewerVersion } from '../rules/NewerVersion.tsx'
import { useVersioned } from '../rules/useVersioned.ts'
import styles from './checks.module.css'
import { type Draft, draftOf, EMPTY, ruleOf } from './draft.ts'
import { KindFields } from './KindFields.tsx'
import { Tried } from './Tried.tsx'

type Props = {
  rule: RuleView | null
  writes: boolean
  onSaved(id: number): void
  onChanged(changed: boolean): void
}

/** A rule being written, with what it would have said of the past beside it. Saving makes a new version. */
export function RuleEditor({ rule, writes, onSaved, onChanged }: Props) {
  const { t } = useTranslation('checks')
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const versioned = useVersioned<RuleView, Draft>({
    stored: rule,
    formOf: (r) => (r ? draftOf(r.rule) : EMPTY),
    send: (form, after) =>
      rule
        ? api.put(`/api/checks/rules/${rule.id}`, { ...ruleOf(form), after })
        : api.post('/api/checks/rules', { code: code.trim(), rule: ruleOf(form) }),
    readAgain: () => queries.invalidateQueries({ queryKey: ['check-rules'] }),
    onSaved: (saved) => saved && onSaved(saved.id),
    onChanged,
  })
  const { form: draft, read, newer, busy } = versioned
  const set = (change: Partial<Draft>) => versioned.setForm((d) => ({ ...d, ...change }))
  const wanted = ruleOf(draft)
  const ready = wanted !== null && (rule !== null || code.trim() !== '')
  return (
    <form
      className={`${forms.form} ${styles.editor}`}
      data-editor={rule?.code ?? 'new'}
      onSubmit={(e) => {
        e.preventDefault()
        if (ready && !newer) versioned.save()
      }}
    >
      <h2>{read ? `${read.code}, ${t('version', { version: read.version })}` : t('newRule')}</h2>
      {/* A new one's editor gives way to that of what it has become. */}
      <fieldset disabled={!writes || (busy && !rule)}>
        {!rule && (
          <label>
            {t('code')}
            <input name="code" maxLength={40} value={code} onChange={(e) => setCode(e.target.value)} />
          </label>
        )}
        <div className={styles.pair}>
          <label>
            {t('nameVi')}
            <input name="vi" maxLength={200} value={draft.vi} onChange={(e) => set({ vi: e.target.value })} />
          </label>
          <label>
            {t('nameEn')}
            <input name="en" maxLength={200} value={draft.en} onChange={(e) => set({ en: e.target.value })} />
          </label>
        </div>
        <KindFields draft={draft} set={set} />
        <div className={styles.pair}>
          <label>
            {t('absolute')}
            <input
              name="absolute"
              inputMode="decimal"
              value={draft.absolute}
              onChange={(e) => set({ absolute: e.target.value })}
            />
          </label>
          <label>
            {t('percent')}
            <input
              name="percent"
              inputMode="decimal"
              value={draft.percent}
              onChange={(e) => set({ percent: e.target.value })}
            />
          </label>
        </div>
        <label className={styles.tick}>
          <input
            type="checkbox"
            checked={draft.rounding}
            onChange={(e) => set({ rounding: e.target.checked })}
          />
          {t('rounding')}
        </label>
        <div className={styles.pair}>
          <label>
            {t('severity')}
            <select
              value={draft.severity}
              onChange={(e) => set({ severity: e.target.value === 'notice' ? 'notice' : 'serious' })}
            >
              <option value="serious">{t('serious')}</option>
              <option value="notice">{t('notice')}</option>
            </select>
          </label>
          <label>
            {t('owner')}
            <input name="owner" value={draft.owner} onChange={(e) => set({ owner: e.target.value })} />
          </label>
        </div>
        <label className={styles.tick}>
          <input
            type="checkbox"
            name="enabled"
            checked={draft.enabled}
            onChange={(e) => set({ enabled: e.target.checked })}
          />
          {t('enabled')}
        </label>
      </fieldset>
      {writes && wanted && <Tried rule={wanted} />}
      {writes && (
        <NewerVersion newer={newer} ready={ready} onOver={versioned.saveOver} onLoad={versioned.load} />
      )}
      <Problem error={versioned.error} />
      {writes && (
        <footer>
          <Button type="submit" primary disabled={!ready || busy || newer !== null}>
            {t(rule ? 'saveVersion' : 'saveNew')}
          </Button>
        </footer>
      )}
    </form>
  )
}
