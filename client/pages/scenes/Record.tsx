import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ActView } from '../../../shared/api/scenes.ts'
import { api } from '../../api/index.ts'
import { Problem, preciseText, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { useSceneList, useShownOnce } from './api.ts'
import styles from './scenes.module.css'
import { asTarget, useTargetName } from './TargetSelect.tsx'

/** Who or what made which scene stand, newest first. */
export function Record() {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const scenes = useSceneList()
  const targetName = useTargetName(useShownOnce().data?.screens ?? [])
  const { data, error } = useQuery({
    queryKey: ['scene-record'],
    queryFn: () => api.get<ActView[]>('/api/scene-acts'),
  })
  const whatOf = (a: ActView): string => {
    const title = scenes.data?.find((s) => s.scene === a.scene)?.title[language]
    const { name } = a.detail
    // A takeover carries its name, so that it is told by it also when its cause is long over.
    const taken = typeof name === 'object' && name !== null ? Reflect.get(name, language) : null
    return [typeof taken === 'string' ? taken : null, title ?? a.scene].filter(Boolean).join(' · ')
  }
  const whereOf = (a: ActView): string | null => {
    const target = a.cause === null ? asTarget(a.target) : null
    return target && targetName(target)
  }
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
  if (error && !data) return <Problem error={error} />
  if (data?.length === 0) return <p className={admin.none}>{t('record.none')}</p>
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
            <td>{a.actor === 'system' ? t('shifts:log.system') : a.actor.replace(/^account:/, '')}</td>
            <td>{t(`act.${a.kind}`)}</td>
            <td>
              {whatOf(a) || a.cause}
              {a.version !== null && ` v${a.version}`}
              {whereOf(a) && (
                <small className={styles.belongs}>{t('asked.on', { target: whereOf(a) })}</small>
              )}
            </td>
            <td data-silent={silent(a).length}>{answersText(a)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
