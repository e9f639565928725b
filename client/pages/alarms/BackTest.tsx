import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmRuleInput, BackTestView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, formatNumber, momentText, spanText } from '../../ui/index.ts'
import { FlatTable } from '../rules/FlatTable.tsx'
import { RuleFault } from './RuleFault.tsx'
import styles from './rules.module.css'

type Props = { rule: AlarmRuleInput; language: Language }
const DAYS = [1, 7, 30, 90, 365]
const SHOWN = 30

/** How often the rule as written would have been raised over the past, when, and for how long. */
export function BackTest({ rule, language }: Props) {
  const { t } = useTranslation('alarms')
  const [days, setDays] = useState(30)
  const text = JSON.stringify(rule)
  const run = useMutation({
    mutationFn: async () => ({
      of: text,
      found: await api.post<BackTestView>('/api/alarm-rules/back-test', { rule, days }),
    }),
  })
  // What was found of an earlier wording says nothing of this one.
  const found = run.data?.of === text ? run.data.found : null
  return (
    <section className={styles.tried} data-back-test={found ? found.times : undefined}>
      <h3>{t('backTest.title')}</h3>
      <p>
        <select
          aria-label={t('backTest.days')}
          value={days}
          onChange={(e) => setDays(Number(e.target.value))}
        >
          {DAYS.map((d) => (
            <option key={d} value={d}>
              {t('backTest.lastDays', { count: d })}
            </option>
          ))}
        </select>
        <Button data-action="back-test" disabled={run.isPending} onClick={() => run.mutate()}>
          {t('backTest.run')}
        </Button>
      </p>
      <RuleFault
        error={run.error}
        expression={rule.condition.kind === 'expression' ? rule.condition.expression : ''}
      />
      {found?.impossible && (
        <p data-impossible={found.impossible}>
          {t(`backTest.impossible.${found.impossible}`, { defaultValue: t('backTest.impossible.other') })}
        </p>
      )}
      {found && !found.impossible && (
        <>
          <p>
            <b>{t('backTest.times', { count: found.times })}</b>{' '}
            {t('backTest.read', { places: found.places, read: found.read.toLocaleString(language) })}
            {found.left > 0 && ` ${t('backTest.left', { count: found.left })}`}
            {rule.condition.kind === 'freshness' && ` ${t('backTest.promised')}`}
          </p>
          <FlatTable
            name={1}
            figures={2}
            rows={found.firings.slice(0, SHOWN).map((f, i) => ({
              // Two disputes of one unit may have stood since the same moment.
              key: `${f.place.vi}-${f.from}-${i}`,
              cells: [
                momentText(f.from, found.to, language),
                f.place[language],
                f.to === null ? t('backTest.stands') : spanText(f.to - f.from, language),
                f.worst !== null &&
                  `${formatNumber(f.worst, found.decimals, language)} ${found.symbol?.[language] ?? ''}`,
              ],
            }))}
          />
        </>
      )}
    </section>
  )
}
