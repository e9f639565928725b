import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StageSetup, StagesView } from '../../../shared/api/stages.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import { fromLines, toLines } from './lines.ts'
import styles from './stages.module.css'

type Draft = Omit<StageSetup, 'checklist'> & { lines: string }

/** Names, meanings, checklists, and what each stage calls for by name; kept as a new version. */
export function SetUpDialog({ view, onClose }: { view: StagesView; onClose(): void }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const { stages, playlists: playlist, ladders: ladder } = view
  const choices = { playlist, ladder }
  const queries = useQueryClient()
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    stages.map(({ checklist, ...s }) => ({ ...s, lines: toLines(checklist) })),
  )
  const change = (no: number, next: Partial<Draft>) =>
    setDrafts(drafts.map((d) => (d.no === no ? { ...d, ...next } : d)))
  const parsed = drafts.map((d) => ({ d, ...fromLines(d.lines) }))
  const bad = parsed.find((p) => p.bad !== null)
  const save = useMutation({
    mutationFn: () =>
      api.put<StagesView>('/api/stages', {
        stages: parsed.map(({ d: { lines: _, ...d }, items }) => ({
          ...d,
          checklist: items,
        })),
      }),
    onSuccess: (next) => {
      queries.setQueryData(['stages'], next)
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title={t('stage.edit')} wide>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (!bad) save.mutate()
        }}
      >
        {drafts.map((d) => (
          <fieldset key={d.no} className={styles.setUp}>
            <legend>
              {t('stage.word')} {d.no}
            </legend>
            {(['vi', 'en'] as const).map((l) => (
              <label key={`name-${l}`}>
                {t(l === 'vi' ? 'stage.nameVi' : 'stage.nameEn')}
                <input
                  value={d.name[l]}
                  maxLength={300}
                  onChange={(e) => change(d.no, { name: { ...d.name, [l]: e.target.value } })}
                />
              </label>
            ))}
            {(['vi', 'en'] as const).map((l) => (
              <label key={`meaning-${l}`}>
                {t(l === 'vi' ? 'stage.meaningVi' : 'stage.meaningEn')}
                <input
                  value={d.meaning[l]}
                  maxLength={300}
                  onChange={(e) => change(d.no, { meaning: { ...d.meaning, [l]: e.target.value } })}
                />
              </label>
            ))}
            {(['playlist', 'ladder'] as const).map((what) => (
              <label key={what}>
                {t(`stage.${what}`)}
                <select
                  name={`${what}-${d.no}`}
                  value={d[what] ?? ''}
                  onChange={(e) => change(d.no, { [what]: e.target.value || null })}
                >
                  <option value="">{t('stage.nothing')}</option>
                  {choices[what].map((c) => (
                    <option key={c.key} value={c.key}>
                      {c.name[language]}
                    </option>
                  ))}
                  {d[what] !== null && !choices[what].some((c) => c.key === d[what]) && (
                    <option value={d[what] ?? ''}>{t('stage.gone', { key: d[what] })}</option>
                  )}
                </select>
              </label>
            ))}
            <label className={styles.wide}>
              {t('stage.items')}
              <textarea rows={4} value={d.lines} onChange={(e) => change(d.no, { lines: e.target.value })} />
            </label>
          </fieldset>
        ))}
        {bad && <p role="alert">{t('stage.badItem', { no: bad.d.no, line: bad.bad })}</p>}
        <Problem error={save.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={bad !== undefined || save.isPending}>
            {t('stage.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
