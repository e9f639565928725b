import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import { FLAG, type Language } from '../../../shared/vocabulary.ts'
import { viewNow } from '../../live/index.ts'
import { GiveLink, StatusMarks } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { whenText } from './aboutIndicator.ts'
import { ChangeText } from './ChangeText.tsx'
import { isOwnTime, judge, targetText } from './change.ts'
import styles from './indicator.module.css'
import { StandingValue } from './StandingValue.tsx'
import type { Standing } from './summary.ts'

/** What chips and words of the headline say already. */
const SAID_ABOVE = FLAG.computed | FLAG.provisional | FLAG.estimated | FLAG.revised

type Props = {
  indicator: IndicatorView
  standing: Standing | null
  /** Whether any unit has a value. */
  any: boolean
  language: Language
  format(value: number): string
}

/** The number first: value, unit, as-of, known-since, target, change; what is missing is said in words. */
export function Headline({ indicator, standing, any, language, format }: Props) {
  const { t } = useTranslation('indicator')
  const value = standing?.value ?? null
  const target = standing?.target ?? null
  const verdict = isOwnTime(target, standing?.period ?? null) ? judge(value, target) : null
  const missing = standing?.weightMissing
    ? t('weightMissing', { code: indicator.weightCode ?? '–' })
    : value === null
      ? any
        ? t('noNational')
        : `${t('noSource')} ${t('noSourceHint', { owner: indicator.owner[language] })}`
      : null
  return (
    <header className={styles.headline}>
      <div className={styles.title}>
        <p>
          <Link to="/data">{t('back')}</Link> · {indicator.code}, {t('section', { no: indicator.section })}
          {standing && `, ${standing.name[language]}`}
        </p>
        <h1>{indicator.name[language]}</h1>
        {standing?.simulated && <span className={styles.sim}>{t('simulated')}</span>}
        {standing?.computed && (
          <span className={styles.chip}>
            {standing.partsOf ? t('partial', { parts: standing.parts, of: standing.partsOf }) : t('computed')}
          </span>
        )}
        {standing?.status && value !== null && (
          <span className={styles.chip}>{t(`statusName.${standing.status}`)}</span>
        )}
        {standing && value !== null && (
          <StatusMarks
            flags={standing.flags & ~SAID_ABOVE}
            recordedAt={standing.recordedAt ?? 0}
            now={viewNow()}
            language={language}
          />
        )}
      </div>
      {standing && value !== null ? (
        <p className={styles.big}>
          <StandingValue indicator={indicator} standing={standing} language={language} />
          <span>{indicator.symbol[language]}</span>
          <GiveLink
            className={styles.chip}
            about={{ kind: 'number', indicator: indicator.code, unit: standing.unit }}
            from={`${indicator.name[language]}, ${standing.name[language]}`}
          />
        </p>
      ) : (
        <p className={styles.bigMissing}>{missing}</p>
      )}
      <dl className={styles.about}>
        {standing && value !== null && (
          <>
            <div>
              <dt>{t('asOf')}</dt>
              <dd>{whenText(standing.period, standing.validTo, language)}</dd>
            </div>
            <div>
              <dt>{t('known')}</dt>
              <dd>{standing.recordedAt ? dayAndClock(standing.recordedAt) : '–'}</dd>
            </div>
            <div>
              <dt>{t('periodBefore')}</dt>
              <dd data-metric="change-before">
                <ChangeText
                  value={value}
                  earlier={standing.before?.value ?? null}
                  indicator={indicator}
                  none={t('noBefore')}
                />
              </dd>
            </div>
            <div>
              <dt>{t('sameLastYear')}</dt>
              <dd data-metric="change-last-year">
                <ChangeText
                  value={value}
                  earlier={standing.lastYear?.value ?? null}
                  indicator={indicator}
                  none={t('noLastYear')}
                />
              </dd>
            </div>
          </>
        )}
        {standing?.approved && (
          <div>
            <dt>{t('approved')}</dt>
            <dd data-metric="approved">
              {format(standing.approved.value)} {indicator.symbol[language]},{' '}
              {whenText(standing.approved.period, standing.approved.validTo, language)}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('target')}</dt>
          <dd>
            {target
              ? `${targetText(target, format)} ${indicator.symbol[language]}${verdict ? `, ${t(verdict)}` : ''}`
              : t('noTarget')}
          </dd>
        </div>
      </dl>
    </header>
  )
}
