import { useTranslation } from 'react-i18next'
import type { LineageView } from '../../../shared/api/live.ts'
import { formatNumber } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './lineage.module.css'

type Line = { row: number; text: string; mark: [number, number] | null }

/** What the source sent, at the row the number came from, and whether its bytes are still the same. */
export function RawMessage({ data }: { data: LineageView }) {
  const { t } = useTranslation('lineage')
  const language = useLanguage()
  const { message: m } = data
  if (!m) return null
  const { excerpt } = m
  return (
    <section>
      <h4>
        {t('raw')} <small>{m.id}</small>{' '}
        {excerpt && (
          <small>
            {t('rowOf', {
              row: formatNumber(m.row, 0, language),
              rows: formatNumber(excerpt.rows, 0, language),
            })}
          </small>
        )}
      </h4>
      {excerpt ? (
        <ol className={styles.excerpt} data-excerpt={m.row}>
          {excerpt.lines.map((line) => (
            <li key={line.row} data-own={line.row === m.row || undefined}>
              <small>{line.row}</small>
              <code>
                <Marked line={line} />
              </code>
            </li>
          ))}
        </ol>
      ) : (
        <p className={styles.none}>{t('noExcerpt')}</p>
      )}
      <dl className={styles.hashes}>
        <dt>{t('hash')}</dt>
        <dd data-hash={m.sha256}>{grouped(m.sha256)}</dd>
        <dt>{t('recomputed')}</dt>
        <dd data-recomputed={m.recomputed} data-intact={m.intact}>
          {grouped(m.recomputed)}
          <b>{m.intact ? `✓ ${t('intact')}` : `✕ ${t('broken')}`}</b>
        </dd>
      </dl>
    </section>
  )
}

function Marked({ line: { text, mark } }: { line: Line }) {
  if (!mark) return text
  return (
    <>
      {text.slice(0, mark[0])}
      <mark>{text.slice(...mark)}</mark>
      {text.slice(mark[1])}
    </>
  )
}

/** A hash in groups that an eye can compare. */
const grouped = (hex: string) => hex.match(/.{1,8}/g)?.join(' ') ?? hex
