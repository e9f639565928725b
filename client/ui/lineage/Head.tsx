import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { clockText, dayText, periodText } from '../format/index.ts'
import { FreshnessWord, Mark, type MarkKind, markWord } from '../marks.tsx'
import { useLanguage } from '../preferences.ts'
import { addressOf } from './address.ts'
import type { SeriesKey } from './context.ts'
import styles from './lineage.module.css'
import { precise } from './precise.ts'
import { QrCode } from './QrCode.tsx'

const STATUS_MARK: Record<string, MarkKind> = {
  provisional: 'provisional',
  estimated: 'estimated',
  revised: 'revised',
}

/** The number itself: of what, how sure, how old, with the code that leads a paper copy back to it. */
export function Head({ of: key, data }: { of: SeriesKey; data: LineageView }) {
  const { t } = useTranslation(['lineage', 'indicator'])
  const language = useLanguage()
  const status = data.status && STATUS_MARK[data.status]
  const marks: MarkKind[] = [
    ...(data.checks.some((c) => c.dispute !== null) ? (['disputed'] as const) : []),
    ...(status ? [status] : []),
    ...(data.entry === 'hand' ? (['hand'] as const) : data.entry === 'file' ? (['file'] as const) : []),
    ...(data.computed ? (['computed'] as const) : []),
  ]
  const newest = data.revisions[0]
  const moment = (ms: number) => `${dayText(ms, language)} ${clockText(ms, language)}`
  return (
    <header className={styles.head}>
      <div>
        <p>
          {data.unit.name[language]}, {data.indicator.code}
        </p>
        <h3>{data.indicator.name[language]}</h3>
        <p className={styles.marks}>
          <FreshnessWord state={data.freshness.state} language={language} />
          {marks.map((kind) => (
            <span key={kind} className={kind === 'disputed' ? styles.violet : undefined}>
              <Mark kind={kind} /> {markWord(kind, language)}
            </span>
          ))}
          {newest && newest.revision > 0 && <span>{t('revisedTimes', { count: newest.revision })}</span>}
          {data.simulated && <span className={styles.sim}>{t('simulated')}</span>}
        </p>
      </div>
      <p className={styles.figure}>
        <b
          data-series={`${data.indicator.code}@${data.unit.code}`}
          data-unit-from={data.unit.from}
          data-freshness={data.freshness.state}
        >
          {precise(data, language)}
        </b>{' '}
        {data.indicator.symbol[language]}
      </p>
      <dl>
        <dt>{t('about')}</dt>
        <dd>
          {data.period
            ? periodText(data.period, language)
            : data.validTo === null
              ? '–'
              : moment(data.validTo)}
        </dd>
        <dt>{t('knownSince')}</dt>
        <dd>{newest ? moment(newest.recordedAt) : '–'}</dd>
        <dt>{t('basis')}</dt>
        <dd>
          {t(`indicator:basisName.${data.indicator.basis}`, { defaultValue: data.indicator.basis || '–' })}
        </dd>
      </dl>
      <QrCode text={location.origin + addressOf(key)} label={t('qr')} />
    </header>
  )
}
