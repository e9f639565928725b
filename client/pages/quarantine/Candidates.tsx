import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CandidatesView } from '../../../shared/api/quarantine.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { dayText } from '../desk/times.ts'
import styles from './quarantine.module.css'

type Props = {
  field: 'unit' | 'indicator'
  name: string
  code: string
  language: Language
  onChoose(code: string): void
}
const day = (text: string | null) => (text ? dayText(Date.parse(`${text}T00:00:00+07:00`)) : '')

/** What a name may mean: a person chooses, also when there is only one. */
export function Candidates({ field, name, code, language, onChoose }: Props) {
  const { t } = useTranslation('quarantine')
  const [text, setText] = useState(name)
  const found = useQuery({
    queryKey: ['quarantine', 'candidates', field, text],
    queryFn: () =>
      api.get<CandidatesView>(`/api/quarantine/candidates?${new URLSearchParams({ field, name: text })}`),
    enabled: text.trim() !== '',
  })
  const list = found.data ?? []
  const exact = list.filter((c) => c.exact).length
  return (
    <div className={styles.candidates}>
      <input
        type="search"
        name="candidate"
        value={text}
        aria-label={t('search')}
        placeholder={t('search')}
        onChange={(e) => setText(e.target.value)}
      />
      {exact > 1 && <p data-tone="amber">{t('ambiguous', { count: exact })}</p>}
      {found.isSuccess && list.length === 0 && <p>{t('noCandidate')}</p>}
      <ul>
        {list.map((c) => (
          <li key={`${c.code}${c.from ?? ''}`}>
            <button
              type="button"
              aria-pressed={c.code === code}
              data-candidate={c.code}
              onClick={() => onChoose(c.code)}
            >
              <code>{c.code}</code> <b>{c.name[language]}</b>{' '}
              <small>
                {c.from &&
                  (c.to
                    ? t('until', { from: day(c.from), to: day(c.to) })
                    : t('since', { from: day(c.from) }))}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
