import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { dayText, formatNumber, preciseText } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './lineage.module.css'

type Step = { name: string; what: string; more: string; at: number | null; data: string }

/** The way of a number, station by station, with what each took. */
export function Way({ data }: { data: LineageView }) {
  const { t } = useTranslation('lineage')
  const language = useLanguage()
  const { message: m, connection: c, shown } = data
  if (!m) return <p className={styles.none}>{t('noMessage')}</p>
  const count = (n: number) => formatNumber(n, 0, language)
  const all: (Step | null)[] = [
    c && {
      name: t('source'),
      what: c.agency[language],
      more: `${c.name[language]}, ${t(`connector.${c.connector}`, { defaultValue: c.connector })}`,
      at: null,
      data: 'source',
    },
    {
      name: t('received'),
      what: t('byConnection', { id: c?.id ?? '–', version: m.contractVersion }),
      more: [
        t('messageOf', { id: m.id }),
        m.fileName ?? m.contentType,
        t('bytes', { count: m.bytes, shown: count(m.bytes) }),
        m.sentBy && t('sentBy', { who: m.sentBy }),
      ]
        .filter(Boolean)
        .join(', '),
      at: m.receivedAt,
      data: 'received',
    },
    {
      name: t('decoded'),
      what: m.source ? `${m.decoder}, ${m.source}` : m.decoder,
      more: t('rows', {
        accepted: count(m.accepted),
        unchanged: count(m.unchanged),
        refused: count(m.refused),
      }),
      at: null,
      data: 'decoded',
    },
    {
      name: t('committed'),
      what: t('durable', { row: count(m.row) }),
      more: t('answered', { accepted: count(m.accepted) }),
      at: m.committedAt,
      data: 'committed',
    },
    shown && {
      name: t('shown'),
      what: t('onScreens', { screens: count(shown.screens), others: count(shown.others) }),
      more: t(shown.first === null ? 'firstUnknown' : 'firstFrame'),
      at: shown.first,
      data: 'shown',
    },
  ]
  const steps = all.filter((s) => s !== null)
  const took = (i: number): string | null => {
    const at = steps[i]?.at
    const before = steps.slice(0, i).findLast((s) => s.at !== null)?.at
    return at === null || at === undefined || before === null || before === undefined
      ? null
      : `+${count(at - before)} ms`
  }
  return (
    <section className={styles.way}>
      <h4>
        {t('way')} <small>{dayText(m.receivedAt, language)}</small>
      </h4>
      <ol>
        {steps.map((s, i) => (
          <li key={s.data} data-step={s.data}>
            <small className={styles.took}>{took(i)}</small>
            <i aria-hidden="true" />
            <span className={styles.station}>{s.name}</span>
            <span>
              <b>{s.what}</b>
              <small>{s.more}</small>
            </span>
            <time>{s.at === null ? '' : preciseText(s.at, language)}</time>
          </li>
        ))}
      </ol>
    </section>
  )
}
