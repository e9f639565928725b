import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { EntryConnectionView, FormView } from '../../../shared/api/entry.ts'
import { PERIODS, ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { api, useMe } from '../../api/index.ts'
import { DayHourField, Problem, periodText, useLanguage } from '../../ui/index.ts'
import { EntryForm } from './EntryForm.tsx'
import { EntryList } from './EntryList.tsx'
import styles from './entry.module.css'

/** What a datetime-local field shows: Viet Nam's clock, whatever this machine's zone is. */
const local = (iso: string) => new Date(Date.parse(iso) + ZONE_OFFSET_MS).toISOString().slice(0, 16)

/** Numbers that a person types, by the form of the contract; and those of others that wait for a second person. */
export default function EntryPage() {
  const { t } = useTranslation('entry')
  const language = useLanguage()
  const { person } = useMe()
  const [params, setParams] = useSearchParams()
  const change = (next: Record<string, string>) =>
    setParams({ ...Object.fromEntries(params), ...next }, { replace: true })
  const connections = useQuery({
    queryKey: ['entry', 'connections'],
    queryFn: () => api.get<EntryConnectionView[]>('/api/entry/connections'),
  })
  const chosen = connections.data?.find((c) => c.id === params.get('connection')) ?? connections.data?.[0]
  const kind = PERIODS.find((k) => k === params.get('kind') && chosen?.kinds.includes(k)) ?? chosen?.kinds[0]
  const time = params.get('time') ?? ''
  const asked = new URLSearchParams({ connection: chosen?.id ?? '', kind: kind ?? '' })
  const form = useQuery({
    queryKey: ['entry', 'form', chosen?.id, kind, time],
    // Read again it is of the same time: one that moves on with the clock would take what is being typed from view.
    queryFn: ({ client, queryKey }) => {
      const begun = time || client.getQueryData<FormView>(queryKey)?.time
      return api.get<FormView>(`/api/entry/form?${asked}${begun ? `&time=${encodeURIComponent(begun)}` : ''}`)
    },
    enabled: chosen !== undefined && kind !== undefined,
  })
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <select
          name="connection"
          aria-label={t('connection')}
          value={chosen?.id ?? ''}
          onChange={(e) => change({ connection: e.target.value, kind: '', time: '' })}
        >
          {connections.data?.map((c) => (
            <option key={c.id} value={c.id}>
              {c.name[language]} ({c.id}, {c.agencyName[language]})
            </option>
          ))}
        </select>
        {chosen && chosen.kinds.length > 1 && (
          <select
            name="kind"
            aria-label={t('kind')}
            value={kind}
            onChange={(e) => change({ kind: e.target.value, time: '' })}
          >
            {chosen.kinds.map((k) => (
              <option key={k} value={k}>
                {t(`kinds.${k}`)}
              </option>
            ))}
          </select>
        )}
        {form.data && kind !== 'realtime' && (
          <select
            name="time"
            aria-label={t('period')}
            value={form.data.time}
            onChange={(e) => change({ time: e.target.value })}
          >
            {form.data.times.map((p) => (
              <option key={p} value={p}>
                {periodText(p, language)}
              </option>
            ))}
          </select>
        )}
        {form.data && kind === 'realtime' && (
          <DayHourField
            name="time"
            label={t('instant')}
            value={local(form.data.time)}
            onChange={(at) => at && change({ time: `${at.slice(0, 16)}:00+07:00` })}
          />
        )}
        {chosen?.twoPersons && <p>{t('twoPersons')}</p>}
      </header>
      <Problem error={connections.error ?? form.error} />
      {connections.data?.length === 0 && <p className={styles.none}>{t('noConnection')}</p>}
      {chosen && !kind && <p className={styles.none}>{t('noSeries')}</p>}
      <div className={styles.body}>
        {chosen && form.data && (
          <EntryForm
            key={`${chosen.id} ${form.data.kind} ${form.data.time}`}
            connection={chosen}
            form={form.data}
            language={language}
            account={person?.id ?? 0}
          />
        )}
        {chosen && <EntryList connection={chosen.id} language={language} account={person?.id ?? 0} />}
      </div>
    </div>
  )
}
