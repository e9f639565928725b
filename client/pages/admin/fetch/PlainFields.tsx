import { useTranslation } from 'react-i18next'
import styles from '../admin.module.css'
import own from './fetch.module.css'
import { chosen, FIELDS, type Field, isOn, needsPassword, type PlainDraft, wrongPlain } from './plainDraft.ts'

type Props = {
  draft: PlainDraft
  /** Names of secrets that have a value stored. */
  stored: readonly string[]
  onChange(draft: PlainDraft): void
}

/** The fields of a connector, in their order; what a field is for stands below it. */
export function PlainFields({ draft, stored, onChange }: Props) {
  const { t, i18n } = useTranslation('connectors')
  const wrong = new Set(wrongPlain(draft))
  const set = (name: string, value: string) =>
    onChange({ ...draft, values: { ...draft.values, [name]: value } })
  const choose = (name: string, value: string) => onChange(chosen(draft, name, value))
  const words = (name: string, what: 'label' | 'hint') => {
    const key = `${draft.kind}.${name}${what === 'hint' ? 'Hint' : ''}`
    const shared = what === 'hint' ? `${name}Hint` : name
    if (i18n.exists(`connectors:${key}`)) return t(key)
    return what === 'label' ? t(shared) : ''
  }
  const control = ({ name, type, options }: Field) => {
    const value = draft.values[name] ?? ''
    const shared = {
      id: `fetch-${name}`,
      name,
      'aria-invalid': wrong.has(name) && value !== '',
    }
    if (type === 'select')
      return (
        <select {...shared} value={value} onChange={(e) => choose(name, e.target.value)}>
          {options?.map((o) => (
            <option key={o} value={o}>
              {t(name === 'format' ? `formats.${o || 'own'}` : `${draft.kind}.${name}s.${o}`)}
            </option>
          ))}
        </select>
      )
    if (type === 'area')
      return (
        <textarea
          {...shared}
          rows={name === 'query' ? 6 : 2}
          spellCheck={false}
          className={own.code}
          value={value}
          onChange={(e) => set(name, e.target.value)}
        />
      )
    return (
      <input
        {...shared}
        value={value}
        inputMode={type === 'number' ? 'numeric' : undefined}
        autoComplete="off"
        onChange={(e) => set(name, e.target.value)}
      />
    )
  }
  return (
    <div className={styles.fields}>
      {FIELDS[draft.kind].map((field) =>
        field.type === 'check' ? (
          <label key={field.name} className={styles.check}>
            <input
              type="checkbox"
              name={field.name}
              checked={isOn(draft, field.name)}
              onChange={(e) => set(field.name, String(e.target.checked))}
            />
            {words(field.name, 'label')}
          </label>
        ) : (
          <label
            key={field.name}
            htmlFor={`fetch-${field.name}`}
            className={field.wide ? own.wide : undefined}
          >
            {words(field.name, 'label')}
            {control(field)}
            {words(field.name, 'hint') && <small>{words(field.name, 'hint')}</small>}
          </label>
        ),
      )}
      {needsPassword(draft) && (
        <label>
          {t('password')}
          <input
            type="password"
            name="password"
            autoComplete="off"
            value={draft.password}
            placeholder={stored.includes('password') ? t('secretKept') : ''}
            onChange={(e) => onChange({ ...draft, password: e.target.value })}
          />
          <small>{t('secretsHint')}</small>
        </label>
      )}
    </div>
  )
}
