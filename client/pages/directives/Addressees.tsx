import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { suggested } from './addressees.ts'
import styles from './form.module.css'

type Props = {
  units: readonly UnitView[]
  chosen: readonly string[]
  language: Language
  /** Typing begins here. */
  first: boolean
  onChange(codes: string[]): void
}

/** The first thing that is typed. */
const focus = (input: HTMLElement | null) => input?.focus()

/** Agencies as chips: type a part of a name, Enter takes the first, Backspace gives the last back. */
export function Addressees({ units, chosen, language, first, onChange }: Props) {
  const { t } = useTranslation('directives')
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const found = suggested(units, text, chosen, language)
  const take = (unit: UnitView | undefined) => {
    if (!unit) return
    onChange([...chosen, unit.code])
    setText('')
    setAt(0)
  }
  const name = (code: string) => units.find((u) => u.code === code)?.name[language] ?? code
  return (
    <div className={styles.chips}>
      {chosen.map((code) => (
        <span key={code} data-chip={code}>
          {name(code)}
          <button
            type="button"
            aria-label={t('form.remove', { name: name(code) })}
            onClick={() => onChange(chosen.filter((c) => c !== code))}
          >
            ×
          </button>
        </span>
      ))}
      <input
        ref={first ? focus : undefined}
        name="addressee"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="addressees-found"
        autoComplete="off"
        placeholder={chosen.length ? '' : t('form.who')}
        value={text}
        onChange={(e) => {
          setText(e.target.value)
          setAt(0)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.ctrlKey && text.trim()) {
            e.preventDefault()
            take(found[at])
          } else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            e.preventDefault()
            setAt(Math.max(0, Math.min(found.length - 1, at + (e.key === 'ArrowDown' ? 1 : -1))))
          } else if (e.key === 'Backspace' && text === '') onChange(chosen.slice(0, -1))
        }}
      />
      {found.length > 0 && (
        <div id="addressees-found" role="listbox" className={styles.found}>
          {found.map((u, i) => (
            <button
              key={u.code}
              type="button"
              role="option"
              aria-selected={i === at}
              tabIndex={-1}
              data-suggested={u.code}
              onClick={() => take(u)}
            >
              {u.name[language]} <small>{u.code}</small>
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
