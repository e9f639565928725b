import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundView } from '../../shared/api/finder.ts'
import { fold, holdsWords } from '../../shared/fold.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { useFind } from '../commands/find.ts'
import { useAlarms } from '../live/index.ts'
import styles from './duty.module.css'
import type { Spoken } from './store.ts'

/** Open alarms that are offered at once, the newest first. */
const ALARMS = 5

type Props = { spoken: Spoken | null; language: Language; onChange(spoken: Spoken | null): void }

/** What the entry speaks of; a unit needs a number of its own to be spoken of. */
function spokenOf(f: FoundView, language: Language): Spoken | null {
  const name = f.name[language]
  if (f.kind === 'indicator') return { about: { kind: 'series', indicator: f.id, unit: 'VN' }, name }
  if (f.kind === 'connection') return { about: { kind: 'connection', id: f.id }, name }
  if (f.kind === 'screen') return { about: { kind: 'screen', id: Number(f.id) }, name }
  if (f.kind === 'session' && f.running) return { about: { kind: 'session', id: f.id }, name }
  return null
}

/** The number, connection, alarm, screen or session that an entry speaks of: what is looked at, or another one by name. */
export function AboutField({ spoken, language, onChange }: Props) {
  const { t } = useTranslation('shifts')
  const [text, setText] = useState('')
  const { found } = useFind(text)
  const { byId } = useAlarms()
  const alarms = text.trim()
    ? [...byId.values()]
        .filter((a) => holdsWords(fold(`${a.title.vi} ${a.title.en}`), text))
        .sort((a, b) => b.id - a.id)
        .slice(0, ALARMS)
    : []
  const offers: { key: string; spoken: Spoken }[] = [
    ...alarms.map((a) => ({
      key: `alarm:${a.id}`,
      spoken: { about: { kind: 'alarm' as const, id: a.id }, name: a.title[language] },
    })),
    ...found.flatMap((f) => {
      const s = spokenOf(f, language)
      return s ? [{ key: `${f.kind}:${f.id}`, spoken: s }] : []
    }),
  ]
  if (spoken)
    return (
      <div className={styles.about} data-about={spoken.about.kind}>
        <span>
          <small>{t(`log.kind.${spoken.about.kind}`)}</small>
          <b>{spoken.name}</b>
          <small>{t('log.snapshotHint')}</small>
        </span>
        <button type="button" onClick={() => onChange(null)} aria-label={t('log.without')}>
          ×
        </button>
      </div>
    )
  return (
    <div className={styles.find}>
      <label>
        {t('log.about')}
        <input
          type="search"
          name="log-about"
          value={text}
          placeholder={t('log.aboutPlaceholder')}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return
            // Chooses; the entry is not written without what it speaks of.
            e.preventDefault()
            const [first] = offers
            if (first) onChange(first.spoken)
          }}
        />
      </label>
      {text.trim() && (
        <ul>
          {offers.map((o) => (
            <li key={o.key}>
              <button type="button" onClick={() => onChange(o.spoken)}>
                <small>{t(`log.kind.${o.spoken.about.kind}`)}</small> {o.spoken.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
