import { useTranslation } from 'react-i18next'
import type { AlertView } from '../../../shared/api/alerts.ts'
import { placesText, Severity, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './alerts.module.css'
import { Kinds } from './Kinds.tsx'

type Props = { alert: AlertView; chosen: boolean; onChoose(): void }

/** One alert of the list: how severe, what, where, until when. */
export function AlertItem({ alert: a, chosen, onChoose }: Props) {
  const { t } = useTranslation('alerts')
  const language = useLanguage()
  const standing = a.state === 'inForce' || a.state === 'coming'
  return (
    <li data-alert={a.id} data-state={a.state}>
      <button type="button" className={styles.item} aria-current={chosen} onClick={onChoose}>
        <span>
          {standing ? <Severity severity={a.severity} /> : <b>{t(`state.${a.state}`)}</b>}
          <Kinds alert={a} />
        </span>
        <strong>{a.headline[language] || `${t(`type.${a.msgType}`)}${a.note ? `: ${a.note}` : ''}`}</strong>
        <small>
          {placesText(a, language)}
          {a.from !== null && a.to !== null
            ? ` · ${t('fromTo', { from: dayAndClock(a.from), to: dayAndClock(a.to) })}`
            : dayAndClock(a.sent)}
        </small>
      </button>
    </li>
  )
}
