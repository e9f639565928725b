import { useTranslation } from 'react-i18next'
import type { PreviewView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { figure } from '../desk/figures.ts'
import styles from './import.module.css'

/** What the file is: its format, its dimensions and the part each plays. */
export function Recognised({ preview, language }: { preview: PreviewView; language: Language }) {
  const { t } = useTranslation('import')
  const { periods } = preview
  const facts: [string, string][] = [
    ['format', preview.format],
    ['size', `${figure(preview.file.bytes / 1024, language)} KB`],
    ['cells', figure(preview.cells, language)],
    ['empty', figure(preview.empty, language)],
    ['periods', periods.count ? `${periods.first} – ${periods.last} (${periods.count})` : '–'],
  ]
  return (
    <section className={styles.block}>
      <h2>{t('recognised')}</h2>
      {preview.title && <p className={styles.tableTitle}>{preview.title}</p>}
      {preview.source && <p>{preview.source}</p>}
      <dl className={styles.facts}>
        {facts.map(([key, text]) => (
          <div key={key} data-fact={key}>
            <dt>{t(key)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div className={styles.wide} data-fact="hash">
          <dt>{t('hash')}</dt>
          <dd>{preview.file.sha256}</dd>
        </div>
      </dl>
      {preview.dimensions.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('dimensions')}</th>
              <th>{t('part')}</th>
              <th className={styles.figure}>{t('members')}</th>
              <th>{t('examples')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.dimensions.map((d) => (
              <tr key={d.id} data-dimension={d.id} data-role={d.role}>
                <td>{d.label || d.id}</td>
                <td>{t(`role.${d.role}`, { defaultValue: d.role })}</td>
                <td className={styles.figure}>{figure(d.size, language)}</td>
                <td className={styles.sample}>{d.sample.join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {periods.unreadable.length > 0 && (
        <p className={styles.warning}>{t('unreadable', { names: periods.unreadable.join(', ') })}</p>
      )}
    </section>
  )
}
