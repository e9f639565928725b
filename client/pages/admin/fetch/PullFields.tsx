import { useTranslation } from 'react-i18next'
import styles from '../admin.module.css'
import own from './fetch.module.css'
import { FORMATS, type PullDraft, type SecretDraft, wrongFields } from './pullDraft.ts'

type Props = {
  draft: PullDraft
  /** Names of secrets that have a value stored. */
  stored: readonly string[]
  onChange(draft: PullDraft): void
}

/** Where a source is asked, how often, with what, and within which bounds. */
export function PullFields({ draft, stored, onChange }: Props) {
  const { t } = useTranslation('connectors')
  const wrong = new Set(wrongFields(draft))
  const set = (change: Partial<PullDraft>) => onChange({ ...draft, ...change })
  const secret = (i: number, change: Partial<SecretDraft>) =>
    set({ secrets: draft.secrets.map((s, at) => (at === i ? { ...s, ...change } : s)) })
  const line = (
    field: 'every' | 'parameter' | 'pointer' | 'connectSeconds' | 'totalSeconds',
    hint = false,
  ) => (
    <label key={field}>
      {t(field)}
      <input
        name={field}
        value={draft[field]}
        aria-invalid={wrong.has(field)}
        onChange={(e) => set({ [field]: e.target.value })}
      />
      {hint && <small>{t(`${field}Hint`)}</small>}
    </label>
  )
  return (
    <>
      <label>
        {t('url')}
        <input
          name="url"
          type="url"
          value={draft.url}
          maxLength={2000}
          placeholder="https://"
          aria-invalid={draft.url !== '' && wrong.has('url')}
          onChange={(e) => set({ url: e.target.value })}
        />
      </label>
      <div className={styles.fields}>
        {line('every', true)}
        <label>
          {t('format')}
          <select
            name="format"
            value={draft.format}
            onChange={(e) => set({ format: FORMATS.find((f) => f === e.target.value) ?? draft.format })}
          >
            {FORMATS.map((f) => (
              <option key={f} value={f}>
                {t(`formats.${f}`)}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            name="allowPrivate"
            checked={draft.allowPrivate}
            onChange={(e) => set({ allowPrivate: e.target.checked })}
          />
          {t('allowPrivate')}
        </label>
        {line('parameter', true)}
        {line('pointer', true)}
        <div className={own.pair}>
          {line('connectSeconds')}
          {line('totalSeconds')}
        </div>
      </div>
      <label>
        {t('headers')}
        <textarea
          name="headers"
          rows={2}
          value={draft.headers}
          placeholder="Accept: application/json"
          aria-invalid={wrong.has('headers')}
          onChange={(e) => set({ headers: e.target.value })}
        />
      </label>
      <fieldset className={styles.series}>
        <legend>{t('secrets')}</legend>
        <p>{t('secretsHint')}</p>
        {draft.secrets.map((s, i) => (
          <div key={i} className={own.secret}>
            <input
              name={`secret.${i}.name`}
              aria-label={t('secretName')}
              placeholder={t('secretName')}
              value={s.name}
              aria-invalid={s.name !== '' && wrong.has(`secret.${i}`)}
              onChange={(e) => secret(i, { name: e.target.value.trim() })}
            />
            <input
              name={`secret.${i}.value`}
              type="password"
              autoComplete="off"
              aria-label={t('secretValue')}
              placeholder={stored.includes(s.name) ? t('secretKept') : t('secretValue')}
              value={s.value}
              onChange={(e) => secret(i, { value: e.target.value })}
            />
            <button
              type="button"
              aria-label={t('removeSecret')}
              onClick={() => set({ secrets: draft.secrets.filter((_, at) => at !== i) })}
            >
              ×
            </button>
          </div>
        ))}
        <button
          type="button"
          className={styles.add}
          data-action="add-secret"
          onClick={() => set({ secrets: [...draft.secrets, { name: 'Authorization', value: '' }] })}
        >
          {t('addSecret')}
        </button>
      </fieldset>
    </>
  )
}
