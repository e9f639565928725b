import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isSettingsKind, type SettingsKind } from '../../../shared/api/connectors.ts'
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { plain } from '../desk/boardOrder.ts'
import { dayAndClock, durationOf } from '../desk/times.ts'
import styles from './admin.module.css'
import { Confirm } from './Confirm.tsx'
import { ContractChange } from './ContractChange.tsx'
import { FetchSettings } from './fetch/FetchSettings.tsx'
import { Maintenance } from './Maintenance.tsx'
import { NewConnection } from './NewConnection.tsx'
import { ShownKey } from './ShownKey.tsx'

type Task =
  | { kind: 'new' }
  | { kind: 'rekey' | 'disable' | 'maintenance' | 'contract'; connection: ConnectionView }
  | { kind: 'fetch'; id: string; connector: SettingsKind }
  | { kind: 'key'; id: string; key: string }

/** Every connection: create, give a new key, stop, maintain, change the contract. */
export function Connections() {
  const { t } = useTranslation(['admin', 'desk', 'connectors'])
  const language = useLanguage()
  const queries = useQueryClient()
  const [task, setTask] = useState<Task | null>(null)
  const [text, setText] = useState('')
  const list = useQuery({
    queryKey: ['connections'],
    queryFn: () => api.get<ConnectionView[]>('/api/connections'),
  })
  const again = () => void queries.invalidateQueries({ queryKey: ['connections'] })
  const enable = useMutation({
    mutationFn: (id: string) => api.post(`/api/connections/${encodeURIComponent(id)}/enable`, {}),
    onSuccess: again,
  })
  const close = () => {
    setTask(null)
    again()
  }
  const words = plain(text).split(/\s+/).filter(Boolean)
  const shown = (list.data ?? []).filter((c) => {
    const about = plain(`${c.id} ${c.name.vi} ${c.name.en} ${c.agency.name.vi} ${c.agency.code}`)
    return words.every((w) => about.includes(w))
  })
  return (
    <>
      <header className={styles.bar}>
        <input
          type="search"
          value={text}
          aria-label={t('connection.search')}
          placeholder={t('connection.search')}
          onChange={(e) => setText(e.target.value)}
        />
        <Button primary onClick={() => setTask({ kind: 'new' })} data-action="new-connection">
          {t('connection.new')}
        </Button>
      </header>
      <Problem error={list.error ?? enable.error} />
      {list.isPending && <p className={styles.none}>{t('loading')}</p>}
      {list.isSuccess && list.data.length === 0 && <p className={styles.none}>{t('none')}</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('connection.id')}</th>
            <th>{t('connection.name')}</th>
            <th>{t('connection.agency')}</th>
            <th>{t('connection.connector')}</th>
            <th>{t('connection.period')}</th>
            <th>{t('connection.version')}</th>
            <th>{t('enabled')}</th>
            <th>{t('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((c) => {
            const period = durationOf(c.contract.times.period)
            const maintained = c.maintenance && c.maintenance.to > serverNow()
            return (
              <tr key={c.id} data-connection={c.id} data-enabled={c.enabled}>
                <td>{c.id}</td>
                <td className={styles.name}>
                  {c.name[language]}
                  {c.simulated && <i className={styles.sim}>{t('connection.simulated')}</i>}
                </td>
                <td>{c.agency.name[language]}</td>
                <td>{t(`desk:connector.${c.connector}`)}</td>
                <td>
                  {period ? t(`desk:unit.${period.unit}`, { count: period.count }) : c.contract.times.period}
                </td>
                <td>{c.contract.version}</td>
                <td data-tone={c.enabled ? undefined : 'amber'}>
                  {c.enabled ? t('enabled') : t('disabled')}
                  {maintained && c.maintenance && (
                    <small>
                      {t('connection.maintenance')}: {dayAndClock(c.maintenance.to)}
                    </small>
                  )}
                </td>
                <td className={styles.acts}>
                  {isSettingsKind(c.connector) && (
                    <Button
                      data-action="fetch"
                      onClick={() =>
                        isSettingsKind(c.connector) &&
                        setTask({ kind: 'fetch', id: c.id, connector: c.connector })
                      }
                    >
                      {t('connectors:open')}
                    </Button>
                  )}
                  <Button onClick={() => setTask({ kind: 'contract', connection: c })}>
                    {t('connection.contract')}
                  </Button>
                  <Button onClick={() => setTask({ kind: 'rekey', connection: c })}>
                    {t('connection.rekey')}
                  </Button>
                  <Button onClick={() => setTask({ kind: 'maintenance', connection: c })}>
                    {t('connection.maintenance')}
                  </Button>
                  {c.enabled ? (
                    <Button onClick={() => setTask({ kind: 'disable', connection: c })}>
                      {t('connection.disable')}
                    </Button>
                  ) : (
                    <Button onClick={() => enable.mutate(c.id)}>{t('connection.enable')}</Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {task?.kind === 'new' && (
        <NewConnection
          onClose={close}
          onCreated={(id, key, connector) => {
            again()
            // Who is fetched sends nothing and needs no key.
            setTask(isSettingsKind(connector) ? { kind: 'fetch', id, connector } : { kind: 'key', id, key })
          }}
        />
      )}
      {task?.kind === 'rekey' && (
        <Confirm
          title={t('connection.rekeyTitle', { id: task.connection.id })}
          text={t('connection.rekeyText')}
          word={t('connection.rekey')}
          act={async () => {
            const at = `/api/connections/${encodeURIComponent(task.connection.id)}/rekey`
            const { id, key } = await api.post<{ id: string; key: string }>(at, {})
            setTask({ kind: 'key', id, key })
          }}
          onClose={close}
        />
      )}
      {task?.kind === 'disable' && (
        <Confirm
          title={t('connection.disableTitle', { id: task.connection.id })}
          text={t('connection.disableText')}
          word={t('connection.disable')}
          act={async () => {
            await api.post(`/api/connections/${encodeURIComponent(task.connection.id)}/disable`, {})
            close()
          }}
          onClose={close}
        />
      )}
      {task?.kind === 'maintenance' && <Maintenance connection={task.connection} onClose={close} />}
      {task?.kind === 'contract' && <ContractChange connection={task.connection} onClose={close} />}
      {task?.kind === 'fetch' && <FetchSettings id={task.id} kind={task.connector} onClose={close} />}
      {task?.kind === 'key' && <ShownKey id={task.id} secret={task.key} onClose={close} />}
    </>
  )
}
