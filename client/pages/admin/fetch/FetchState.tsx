import { useTranslation } from 'react-i18next'
import type { HealthView } from '../../../../shared/api/connectors.ts'
import { useLanguage } from '../../../ui/index.ts'
import { dayAndClock } from '../../desk/times.ts'
import own from './fetch.module.css'

/** How the fetching goes: when there was contact, what went wrong last, when it is tried next. */
export function FetchState({ health }: { health: HealthView }) {
  const { t } = useTranslation('connectors')
  const language = useLanguage()
  const at = (ms: number | null) => (ms === null ? '–' : dayAndClock(ms))
  const { lastError } = health
  return (
    <div className={own.state} data-fetch-state={health.state}>
      <dl>
        <div data-tone={health.state === 'failing' ? 'amber' : undefined}>
          <dt>{t('state')}</dt>
          <dd>{t(`states.${health.state}`)}</dd>
        </div>
        <div>
          <dt>{t('lastContact')}</dt>
          <dd>{at(health.lastContactAt)}</dd>
        </div>
        <div>
          <dt>{t('lastDelivery')}</dt>
          <dd>{at(health.lastDeliveryAt)}</dd>
        </div>
        <div>
          <dt>{t('next')}</dt>
          <dd>{at(health.nextAt)}</dd>
        </div>
      </dl>
      {lastError && (
        <p data-tone="amber">
          {lastError.message[language]} <code>{lastError.code}</code> {at(lastError.at)},{' '}
          {t('failures', { count: health.failures })}
        </p>
      )}
    </div>
  )
}
