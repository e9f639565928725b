import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ActView } from '../../../shared/api/scenes.ts'
import { api } from '../../api/index.ts'
import { preciseText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'

/** Who or what made which scene stand, newest first. */
export function Record() {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['scene-record'],
    queryFn: () => api.get<ActView[]>('/api/scene-acts'),
  })
  const silent = (a: ActView) => a.answers.filter((s) => s.ms === null && !s.otherwise).map((s) => s.name)
  const otherwise = (a: ActView) => a.answers.filter((s) => s.otherwise).map((s) => s.name)
  const answersText = (a: ActView) => {
    if (!a.answers.length) return ''
    const slowest = Math.max(0, ...a.answers.flatMap((s) => (s.otherwise ? [] : (s.ms ?? []))))
    const n = a.answers.length - silent(a).length - otherwise(a).length
    const seconds = (slowest / 1000).toLocaleString(language, { maximumFractionDigits: 1 })
    return [
      t('record.answered', { n, of: a.answers.length, seconds }),
      ...(silent(a).length ? [t('showing.silent', { screens: silent(a).join(', ') })] : []),
      ...(otherwise(a).length ? [t('showing.otherwise', { screens: otherwise(a).join(', ') })] : []),
    ].join(' · ')
  }
  return (
    <table className={admin.table}>
      <thead>
        <tr>
          {(['at', 'who', 'what', 'scene', 'answer'] as const).map((c) => (
            <th key={c}>{t(`record.${c}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data?.map((a) => (
          <tr key={a.id} data-act={a.kind}>
            <td>{preciseText(a.at, language)}</td>
            <td>{a.actor.replace(/^account:/, '')}</td>
            <td>{t(`act.${a.kind}`)}</td>
            <td>
              {a.scene ?? a.cause ?? ''}
              {a.version !== null && ` v${a.version}`}
            </td>
            <td data-silent={silent(a).length}>{answersText(a)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
