import { useTranslation } from 'react-i18next'
import type { Language } from '../../../shared/vocabulary.ts'
import type { RuleDraft } from './ruleDraft.ts'
import { figureText, type Unclear } from './ruleFigures.ts'
import styles from './rules.module.css'

/** So that it has one reading, in the reader's own marks. */
const written = (value: number, language: Language) =>
  figureText(value).replace('.', language === 'vi' ? ',' : '.')
type Props = { kind: RuleDraft['kind']; unclear: readonly Unclear[]; language: Language }

/** Why a rule cannot be saved yet: each figure that has two readings or none, as it was typed. */
export function UnclearFigures({ kind, unclear, language }: Props) {
  const { t } = useTranslation('alarms')
  const label = ({ field }: Unclear) =>
    field === 'value' ? t(kind === 'change' ? 'rule.amount' : 'rule.bound') : t(`rule.${field}`)
  const why = (u: Unclear) => {
    if (u.kind === 'line') return t('rule.unclear.line', { text: u.text })
    if (u.kind === 'wrong') return t('rule.unclear.wrong', { text: u.text })
    const [thousands, decimal] = u.readings
    return t('rule.unclear.ask', {
      text: u.text,
      ...{ thousands: written(thousands, language), decimal: written(decimal, language) },
    })
  }
  return unclear.map((u) => (
    <p key={`${u.field} ${u.text}`} role="alert" className={styles.fault} data-unclear={u.field}>
      <b>{label(u)}:</b> {why(u)}
    </p>
  ))
}
