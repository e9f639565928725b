import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DropView } from '../../../../shared/api/connectors.ts'
import { api } from '../../../api/index.ts'
import { formatNumber, Problem, useLanguage } from '../../../ui/index.ts'
import { dayAndClock } from '../../desk/times.ts'
import own from './fetch.module.css'

const LOOK = 2_000

/** The folder of a file drop: where it lies, what waits in it, what was refused; files are brought in by choosing them. */
export function DropFolder({ id }: { id: string }) {
  const { t } = useTranslation('connectors')
  const language = useLanguage()
  const queries = useQueryClient()
  const at = `/api/connections/${encodeURIComponent(id)}/drop`
  const key = ['connection-drop', id]
  const known = useQuery({ queryKey: key, queryFn: () => api.get<DropView>(at), refetchInterval: LOOK })
  const put = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) await api.upload(`${at}?file=${encodeURIComponent(file.name)}`, file)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
  return (
    <section className={own.folder} data-drop={id}>
      {known.data && (
        <p>
          {known.data.folder && (
            <>
              {t('folder')} <code>{known.data.folder}</code>.{' '}
            </>
          )}
          <b data-count="waiting">
            {t('waitingFiles', {
              count: known.data.waiting,
              number: formatNumber(known.data.waiting, 0, language),
            })}
          </b>
        </p>
      )}
      <label
        className={own.bring}
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          e.preventDefault()
          put.mutate([...e.dataTransfer.files])
        }}
      >
        <input
          type="file"
          name="drop"
          multiple
          onChange={(e) => {
            put.mutate([...(e.target.files ?? [])])
            e.target.value = ''
          }}
        />
        {put.isPending ? t('bringing') : t('bring')}
      </label>
      <Problem error={known.error ?? put.error} />
      {(known.data?.refused.length ?? 0) > 0 && (
        <ul>
          {known.data?.refused.map((r) => (
            <li key={r.file} data-tone="amber">
              <b>{r.file}</b>: {r.message[language]} <code>{r.code}</code>, {dayAndClock(r.at)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
