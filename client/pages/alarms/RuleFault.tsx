import { useTranslation } from 'react-i18next'
import { RequestProblem } from '../../api/index.ts'
import { Problem } from '../../ui/index.ts'
import styles from './rules.module.css'

/** What is wrong with a rule; of an expression, where in it. */
export function RuleFault({ error, expression }: { error: Error | null; expression: string }) {
  const { t } = useTranslation('alarms')
  const detail = error instanceof RequestProblem ? error.detail : {}
  const { at, problem, value } = detail
  if (detail.field !== 'expression' || typeof at !== 'number') return <Problem error={error} />
  const from = Math.min(Math.max(at - 1, 0), expression.length)
  const length = typeof value === 'string' && value ? value.length : 1
  return (
    <p role="alert" className={styles.fault} data-fault-at={at}>
      <b>{t('rule.fault', { at })}</b>{' '}
      {typeof problem === 'string'
        ? problem
        : t(`rule.faultOf.${String(detail.reason)}`, { value: String(value) })}
      <code>
        {expression.slice(0, from)}
        <mark>{expression.slice(from, from + length) || '⌷'}</mark>
        {expression.slice(from + length)}
      </code>
    </p>
  )
}
