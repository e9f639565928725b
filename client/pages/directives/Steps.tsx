import { useTranslation } from 'react-i18next'
import type { DirectiveDetail } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './card.module.css'
import { sizeText } from './sizes.ts'

type Step = DirectiveDetail['steps'][number]
const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null

/** All that happened, newest first: who, when, what was said; what the system saw by itself stands apart. */
export function Steps({ directive: d, language }: { directive: DirectiveDetail; language: Language }) {
  const { t } = useTranslation('directives')
  const more = ({ kind, detail }: Step): string => {
    if (kind === 'watched') {
      const known = isRecord(detail.known) ? Number(detail.known.value) : Number.NaN
      const value = Number.isFinite(known) ? formatNumber(known, d.watch?.decimals ?? 0, language) : ''
      return `${t(`watch.${String(detail.state)}`)}${value ? `, ${value} ${d.watch?.symbol[language] ?? ''}` : ''}`
    }
    if (kind === 'ask' || kind === 'grant') return dayAndClock(Number(detail.due))
    if (kind === 'reminded') return t('daysLeft', { count: Number(detail.days) })
    if (kind === 'escalated')
      return t(`escalated.${detail.to === 'leader' ? 'leader' : 'duty'}`, { count: Number(detail.days) })
    if (kind === 'changed')
      return t(detail.mends === true ? 'mended' : 'newVersion', {
        n: Number(detail.edition ?? detail.version),
      })
    return ''
  }
  return (
    <section>
      <h3>{t('steps')}</h3>
      <ol className={styles.steps}>
        {[...d.steps].reverse().map((s) => (
          <li key={s.n} data-step={s.kind} data-own={(s.by === null && s.byPoint === null) || undefined}>
            <time dateTime={new Date(s.at).toISOString()}>{dayAndClock(s.at)}</time>
            <span>
              <b>{t(`step.${s.kind}`)}</b> {more(s)}
              <small>
                {s.by ?? (s.byPoint ? t('byPoint', { unit: s.byPoint.name[language] }) : t('bySystem'))}
              </small>
              {s.note && <q>{s.note}</q>}
              {s.files.length > 0 && (
                <ul className={styles.files}>
                  {s.files.map((f) => (
                    <li key={f.id} data-evidence={f.id}>
                      <a href={`/api/directives/${d.id}/files/${f.id}`} download={f.name}>
                        {f.name}
                      </a>{' '}
                      <small>
                        {sizeText(f.bytes, language)}, SHA-256{' '}
                        <code title={f.sha256}>{f.sha256.slice(0, 16)}…</code>
                      </small>
                    </li>
                  ))}
                </ul>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
