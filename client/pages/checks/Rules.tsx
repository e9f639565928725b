import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../../shared/api/checks.ts'
import { api, useMe } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Mark } from '../../ui/index.ts'
import { Leaving } from '../rules/Leaving.tsx'
import { useChoice } from '../rules/useChoice.ts'
import { type Column, VersionedRules } from '../rules/VersionedRules.tsx'
import styles from './checks.module.css'
import { formula } from './figures.ts'
import { RuleEditor } from './RuleEditor.tsx'

/** Every rule, what it watches and how much of it fails now; one of them, or a new one, in the editor beside. */
export function Rules() {
  const { t } = useTranslation('checks')
  const now = useServerClock()
  const writes = useMe().can('manage', 'Check')
  const choice = useChoice<number>()
  const { chosen } = choice
  const { data, error } = useQuery({
    queryKey: ['check-rules'],
    queryFn: () => api.get<RuleView[]>('/api/checks/rules'),
    refetchInterval: 10_000,
  })
  const rule = data?.find((r) => r.id === chosen) ?? null
  const columns: Column<RuleView>[] = [
    { head: t('compares'), cell: (r) => <code className={styles.formula}>{formula(r.rule.check)}</code> },
    { head: t('places'), figure: true, cell: (r) => r.places },
    {
      ...{ head: t('failing'), figure: true, className: (r) => (r.failing ? styles.violet : undefined) },
      cell: (r) => (
        <>
          {r.failing > 0 && <Mark kind="disputed" />} {r.failing}
        </>
      ),
    },
  ]
  return (
    <VersionedRules
      {...{ rows: data, error, now, writes, chosen, columns }}
      onChoose={choice.choose}
      beneath={(r) => t(`kind.${r.rule.check.kind}`)}
      words={{
        ...{ count: t('rulesCount', { count: data?.length ?? 0 }), make: t('newRule') },
        ...{ code: t('code'), rule: t('rule'), changed: t('changed'), disabled: t('disabled') },
        ...{ editor: t('editor'), choose: t('chooseRule') },
        version: (version) => t('version', { version }),
      }}
    >
      {(chosen === 'new' || rule) && (
        <>
          <Leaving asks={choice.wanted !== null} onLeave={choice.leave} onStay={choice.stay} />
          <RuleEditor
            key={rule?.id ?? 'new'}
            {...{ rule, writes }}
            onSaved={choice.set}
            onChanged={choice.onChanged}
          />
        </>
      )}
    </VersionedRules>
  )
}
