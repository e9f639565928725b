import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import type { MapPalette } from '../../map/palette.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import { mostPoints, useEngines } from '../session/useEngines.ts'
import forms from './attention.module.css'
import styles from './session.module.css'
import { sessionUnits, toggleUnit } from './sessionUnits.ts'

const PickMap = lazy(() => import('./PickMap.tsx'))

type Props = { language: Language; palette: MapPalette; first?: string | undefined; onClose(): void }

/** Chooses provinces or agencies, in a list or on the map, and opens the session with them. */
export function StartSession({ language, palette, first, onClose }: Props) {
  const { t } = useTranslation('desk')
  const go = useNavigate()
  // The chair is a point itself.
  const most = Math.max(0, mostPoints(useEngines()) - 1)
  const [chosen, setChosen] = useState<string[]>(first ? [first] : [])
  const [text, setText] = useState('')
  const [title, setTitle] = useState('')
  const units = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const { provinces, bodies } = useMemo(
    () => sessionUnits(units.data ?? [], text, language),
    [units.data, text, language],
  )
  const named = chosen.map((code) => units.data?.find((u) => u.code === code)?.name[language] ?? code)
  const suggested = chosen.length ? t('start.defaultName', { units: named.join(', ') }).slice(0, 160) : ''
  const open = useMutation({
    mutationFn: () =>
      api.post<CreatedSession>('/api/bridge', { title: title.trim() || suggested, units: chosen }),
    // The links are told once: the session page shows them to the chair.
    onSuccess: ({ session, invitations }) => go(`/session/${session.id}`, { state: { invitations } }),
  })
  const toggle = (code: string) => setChosen((c) => toggleUnit(c, code, most))
  return (
    <Dialog open wide onClose={onClose} title={t('start.title')}>
      <form
        className={forms.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (chosen.length) open.mutate()
        }}
      >
        <div className={styles.columns}>
          <div className={styles.choose}>
            <label>
              {t('start.units')}
              <input
                autoFocus
                name="unit"
                type="search"
                value={text}
                placeholder={t('start.search')}
                onChange={(e) => setText(e.target.value)}
              />
            </label>
            <div className={styles.units}>
              {[
                { key: 'provinces', list: provinces },
                { key: 'agencies', list: bodies },
              ].map(({ key, list }) =>
                list.length ? (
                  <fieldset key={key}>
                    <legend>{t(`start.${key}`)}</legend>
                    {list.map((unit) => (
                      <label key={unit.code} data-unit={unit.code}>
                        <input
                          type="checkbox"
                          checked={chosen.includes(unit.code)}
                          disabled={!chosen.includes(unit.code) && chosen.length >= most}
                          onChange={() => toggle(unit.code)}
                        />
                        {unit.name[language]}
                      </label>
                    ))}
                  </fieldset>
                ) : null,
              )}
            </div>
          </div>
          <div className={styles.map}>
            <Suspense>
              <PickMap
                palette={palette}
                title={t('start.map')}
                selected={chosen.at(-1) ?? null}
                labels={chosen.map((code, i) => ({ code, name: named[i] ?? code }))}
                onPick={toggle}
              />
            </Suspense>
          </div>
        </div>
        <p aria-live="polite">
          {chosen.length === 0
            ? t('start.none')
            : chosen.length >= most
              ? t('start.tooMany', { most: most })
              : t('start.chosen', { count: chosen.length, most: most })}
        </p>
        <ul className={styles.chosen}>
          {chosen.map((code, i) => (
            <li key={code}>
              {named[i]}
              <button
                type="button"
                aria-label={t('start.remove', { name: named[i] })}
                onClick={() => toggle(code)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
        <label>
          {t('start.name')}
          <input
            name="title"
            maxLength={160}
            value={title}
            placeholder={suggested || t('start.namePlaceholder')}
            onChange={(e) => setTitle(e.target.value)}
          />
        </label>
        <Problem error={units.error ?? open.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!chosen.length || open.isPending}>
            {t('start.submit')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
