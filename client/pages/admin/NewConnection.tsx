import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView, UnitView } from '../../../shared/api/catalogue.ts'
import { CONNECTORS, type Connector } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './admin.module.css'
import { ContractFields } from './ContractFields.tsx'
import { contractInput, NEW_CONTRACT, wrongFields } from './connectionDraft.ts'

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

type Props = { onCreated(id: string, key: string, connector: Connector): void; onClose(): void }

/** A new feed from a source system, with what it promises. */
export function NewConnection({ onCreated, onClose }: Props) {
  const { t } = useTranslation(['admin', 'desk'])
  const language = useLanguage()
  const [id, setId] = useState('')
  const [name, setName] = useState({ vi: '', en: '' })
  const [agency, setAgency] = useState('')
  const [connector, setConnector] = useState<Connector>('http-push')
  const [simulated, setSimulated] = useState(false)
  const [draft, setDraft] = useState(NEW_CONTRACT)
  const units = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  const create = useMutation({
    mutationFn: () =>
      api.post<{ id: string; key: string }>('/api/connections', {
        ...(id && { id }),
        agencyCode: agency,
        name,
        connector,
        simulated,
        contract: contractInput(draft),
      }),
    onSuccess: (made) => onCreated(made.id, made.key, connector),
  })
  const senders = (units.data ?? []).filter(
    (u) => !['station', 'reservoir', 'region', 'commune'].includes(u.kind),
  )
  const ready =
    (id === '' || ID.test(id)) && name.vi.trim() && name.en.trim() && agency && !wrongFields(draft).length
  return (
    <Dialog open wide onClose={onClose} title={t('connection.newTitle')}>
      <form
        className={`${forms.form} ${styles.wideForm}`}
        data-form="new-connection"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) create.mutate()
        }}
      >
        <div className={styles.fields}>
          <label>
            {t('connection.id')}
            <input name="id" value={id} maxLength={40} onChange={(e) => setId(e.target.value.trim())} />
            <small>{t('connection.idHint')}</small>
          </label>
          <label>
            {t('connection.agency')}
            <select name="agency" value={agency} required onChange={(e) => setAgency(e.target.value)}>
              <option value="" />
              {senders.map((u) => (
                <option key={u.code} value={u.code}>
                  {u.name[language]} ({u.code})
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('connection.connector')}
            <select
              name="connector"
              value={connector}
              onChange={(e) => setConnector(CONNECTORS.find((c) => c === e.target.value) ?? connector)}
            >
              {CONNECTORS.map((c) => (
                <option key={c} value={c}>
                  {t(`desk:connector.${c}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className={styles.fields}>
          {(['vi', 'en'] as const).map((l) => (
            <label key={l}>
              {t(l === 'vi' ? 'connection.nameVi' : 'connection.nameEn')}
              <input
                name={`name.${l}`}
                value={name[l]}
                maxLength={160}
                required
                onChange={(e) => setName((n) => ({ ...n, [l]: e.target.value }))}
              />
            </label>
          ))}
          <label className={styles.check}>
            <input type="checkbox" checked={simulated} onChange={(e) => setSimulated(e.target.checked)} />
            {t('connection.simulated')}
          </label>
        </div>
        <ContractFields draft={draft} onChange={setDraft} />
        <datalist id="known-indicators">
          {(indicators.data ?? []).map((i) => (
            <option key={i.code} value={i.code}>
              {i.short[language]}
            </option>
          ))}
        </datalist>
        <Problem error={units.error ?? create.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || create.isPending}>
            {t('create')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
