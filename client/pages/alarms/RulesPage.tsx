import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AlarmLadderView, AlarmRuleView } from '../../../shared/api/alarms.ts'
import { api, useMe } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { Leaving } from '../rules/Leaving.tsx'
import { useChoice } from '../rules/useChoice.ts'
import { type Column, VersionedRules } from '../rules/VersionedRules.tsx'
import { RuleEditor } from './RuleEditor.tsx'
import styles from './rules.module.css'
import { SeverityMark } from './SeverityMark.tsx'

/** Every rule of alarms, where it looks and what it has raised; one of them, or a new one, in the editor beside. */
export default function RulesPage() {
  const { t } = useTranslation('alarms')
  const language = useLanguage()
  const now = useServerClock()
  const writes = useMe().can('manage', 'AlarmRule')
  const choice = useChoice<number>()
  const { chosen } = choice
  const { data, error } = useQuery({
    queryKey: ['alarm-rules'],
    queryFn: () => api.get<AlarmRuleView[]>('/api/alarm-rules'),
    refetchInterval: 10_000,
  })
  const ladders = useQuery({
    queryKey: ['alarm-ladders'],
    queryFn: () => api.get<AlarmLadderView[]>('/api/alarm-ladders'),
  })
  const rule = data?.find((r) => r.id === chosen) ?? null
  const columns: Column<AlarmRuleView>[] = [
    {
      head: t('rule.severity'),
      cell: ({ rule: { severity, enabled } }) => (
        <span className={styles.severity}>
          <SeverityMark severity={severity} outline={!enabled} /> {t(`severity.${severity}`)}
        </span>
      ),
    },
    { head: t('rule.places'), figure: true, cell: (r) => r.places ?? '–' },
    { head: t('rule.open'), figure: true, cell: (r) => r.open },
  ]
  return (
    <VersionedRules
      {...{ rows: data, error, now, writes, chosen, columns }}
      onChoose={choice.choose}
      beneath={({ rule: { condition: c } }) =>
        t(`kind.${c.kind}`) + ('indicator' in c ? ` · ${c.indicator}` : '')
      }
      words={{
        ...{ count: t('rule.count', { count: data?.length ?? 0 }), make: t('rule.new') },
        ...{ code: t('rule.code'), rule: t('rule.rule'), changed: t('rule.changed') },
        ...{ disabled: t('rule.disabled'), editor: t('rule.editor'), choose: t('rule.choose') },
        version: (version) => t('version', { version }),
      }}
    >
      {(chosen === 'new' || rule) && (
        <>
          <Leaving asks={choice.wanted !== null} onLeave={choice.leave} onStay={choice.stay} />
          <RuleEditor
            key={rule?.id ?? 'new'}
            rule={rule}
            ladders={ladders.data ?? []}
            writes={writes}
            language={language}
            onSaved={choice.set}
            onChanged={choice.onChanged}
          />
        </>
      )}
    </VersionedRules>
  )
}
