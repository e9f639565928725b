import { useTranslation } from 'react-i18next'
import type { AlertDetail } from '../../../shared/api/alerts.ts'
import { placesText, Severity, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './alerts.module.css'

type Props = { info: AlertDetail['infos'][number]; titled: boolean }

/** What a part of an alert says: one event, one language, its areas. */
export function AlertPart({ info, titled }: Props) {
  const { t } = useTranslation('alerts')
  const language = useLanguage()
  return (
    <section lang={info.language} data-part={info.language}>
      {titled && (
        <h3>
          <Severity severity={info.severity} /> {info.headline ?? info.event} <small>{info.language}</small>
        </h3>
      )}
      {info.description && <p className={styles.text}>{info.description}</p>}
      {info.instruction && (
        <p className={styles.text}>
          <b>{t('instruction')}</b> {info.instruction}
        </p>
      )}
      <dl>
        <dt>{t('kindOf')}</dt>
        <dd>
          {info.event} · {info.categories.map((c) => t(`category.${c}`)).join(', ')}
        </dd>
        <dt>{t('time')}</dt>
        <dd>
          {t('fromTo', { from: dayAndClock(info.from), to: dayAndClock(info.to) })}
          {info.assumedEnd && <i>{t('assumedEnd')}</i>}
        </dd>
        <dt>{t('urgencyOf')}</dt>
        <dd>
          {t(`urgency.${info.urgency}`)} · {t('certaintyOf')}: {t(`certainty.${info.certainty}`)}
        </dd>
        {info.responseTypes.length > 0 && (
          <>
            <dt>{t('response_')}</dt>
            <dd>{info.responseTypes.map((r) => t(`response.${r}`)).join(', ')}</dd>
          </>
        )}
        {info.contact && (
          <>
            <dt>{t('contact')}</dt>
            <dd>{info.contact}</dd>
          </>
        )}
        {info.areas.map((area) => (
          <Area key={area.areaDesc} area={area} language={language} />
        ))}
      </dl>
    </section>
  )
}

type Area = AlertDetail['infos'][number]['areas'][number]
function Area({ area, language }: { area: Area; language: 'vi' | 'en' }) {
  const { t } = useTranslation('alerts')
  const places = placesText({ units: area.units, unmatched: [] }, language)
  return (
    <>
      <dt>{t('where')}</dt>
      <dd data-area={area.by ?? 'none'}>
        {area.areaDesc}
        <small>
          {area.by ? `${places} (${t(`match.${area.by}`)})` : t('notMatched')}
          {area.open
            .filter((o) => o.candidates.length > 0)
            .map((o) => {
              const candidates = o.candidates.map((c) => c.name[language]).join(', ')
              return ` · ${t('mayBe', { label: o.label, candidates })}`
            })}
        </small>
      </dd>
    </>
  )
}
