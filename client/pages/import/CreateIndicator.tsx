import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SectionView } from '../../../shared/api/catalogue.ts'
import type { NewIndicatorInput, PreviewView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { UNIT_KINDS } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './import.module.css'
import { draftIndicator } from './mapping.ts'

const PERIODS = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const
const AGGREGATIONS = ['sum', 'wmean', 'none'] as const
const DIRECTIONS = ['higher', 'lower', 'band'] as const
const CODE = /^[A-Za-z0-9._-]{1,40}$/

type Props = {
  preview: PreviewView
  item: string
  language: Language
  onCreate(indicator: NewIndicatorInput): void
  onClose(): void
}

/** A missing indicator, described here; it comes into the catalogue with the import, not before. */
export function CreateIndicator({ preview, item, language, onCreate, onClose }: Props) {
  const { t } = useTranslation('import')
  const names = useTranslation(['data', 'indicator'])
  const [draft, setDraft] = useState(() => draftIndicator(preview, item))
  const sections = useQuery({
    queryKey: ['sections'],
    queryFn: () => api.get<SectionView[]>('/api/sections'),
  })
  const set = (change: Partial<NewIndicatorInput>) => setDraft((d) => ({ ...d, ...change }))
  const ready =
    CODE.test(draft.code) &&
    draft.name.vi.trim() &&
    draft.name.en.trim() &&
    draft.measure.trim() &&
    draft.source.trim()
  function choice<T extends string>(
    field: 'period' | 'aggregation' | 'direction' | 'level',
    values: readonly T[],
    value: string,
    word: (v: T) => string,
    pick: (v: T) => void,
  ) {
    return (
      <label>
        {t(`field.${field}`)}
        <select
          name={field}
          value={value}
          onChange={(e) => values.filter((v) => v === e.target.value).forEach(pick)}
        >
          {values.map((v) => (
            <option key={v} value={v}>
              {word(v)}
            </option>
          ))}
        </select>
      </label>
    )
  }
  const text = (field: string, value: string, write: (v: string) => void, hint?: string) => (
    <label>
      {t(`field.${field}`)}
      <input name={field} value={value} maxLength={500} required onChange={(e) => write(e.target.value)} />
      {hint && <small>{hint}</small>}
    </label>
  )
  return (
    <Dialog open wide onClose={onClose} title={t('createTitle', { label: item })}>
      <form
        className={`${forms.form} ${styles.create}`}
        data-form="create-indicator"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) onCreate(draft)
        }}
      >
        {text('code', draft.code, (code) => set({ code }), t('field.codeHint'))}
        {text('measure', draft.measure, (measure) => set({ measure }), t('field.measureHint'))}
        {text('nameVi', draft.name.vi, (vi) => set({ name: { ...draft.name, vi } }))}
        {text('nameEn', draft.name.en, (en) => set({ name: { ...draft.name, en } }))}
        <label>
          {t('field.section')}
          <select
            name="section"
            value={draft.section}
            onChange={(e) => set({ section: Number(e.target.value) })}
          >
            {(sections.data ?? []).map((s) => (
              <option key={s.no} value={s.no}>
                {s.no}. {s.name[language]}
              </option>
            ))}
          </select>
        </label>
        {choice(
          'period',
          PERIODS,
          draft.period,
          (v) => names.t(`data:periodName.${v}`),
          (period) => set({ period }),
        )}
        {choice(
          'level',
          UNIT_KINDS,
          draft.level,
          (v) => names.t(`data:levelName.${v}`),
          (level) => set({ level }),
        )}
        {choice(
          'aggregation',
          AGGREGATIONS,
          draft.aggregation,
          (v) => t(`aggregationName.${v}`),
          (aggregation) => set({ aggregation }),
        )}
        {draft.aggregation === 'wmean' &&
          text('weightCode', draft.weightCode ?? '', (weightCode) => set({ weightCode }))}
        {choice(
          'direction',
          DIRECTIONS,
          draft.direction ?? 'higher',
          (v) => names.t(`indicator:directionName.${v}`),
          (direction) => set({ direction }),
        )}
        <label>
          {t('field.decimals')}
          <input
            name="decimals"
            type="number"
            min={0}
            max={6}
            value={draft.decimals ?? 0}
            onChange={(e) => set({ decimals: Number(e.target.value) })}
          />
        </label>
        {text('source', draft.source, (source) => set({ source }))}
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready}>
            {t('save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
