import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AnswerView, PreviewView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Button } from '../../ui/index.ts'
import { figure } from '../desk/figures.ts'
import styles from './import.module.css'
import { writtenIndicators } from './mapping.ts'
import { Refusals } from './Refusals.tsx'

type Props = { answer: AnswerView; preview: PreviewView; language: Language; onAgain(): void }

/** What was written, what was refused, and where to see it. */
export function ImportResult({ answer, preview, language, onAgain }: Props) {
  const { t } = useTranslation('import')
  const counts = ['accepted', 'unchanged', 'refused'] as const
  return (
    <>
      <section className={styles.block} role="status" data-message={answer.message}>
        <h2>{t('done')}</h2>
        <dl className={styles.facts}>
          {counts.map((key) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd data-metric={`import-${key}`} data-count={answer[key]}>
                {figure(answer[key], language)}
              </dd>
            </div>
          ))}
          <div>
            <dt>{t('message')}</dt>
            <dd>{answer.message}</dd>
          </div>
          <div className={styles.wide}>
            <dt>{t('hash')}</dt>
            <dd>{answer.sha256}</dd>
          </div>
        </dl>
        <ul className={styles.links}>
          {writtenIndicators(preview).map((code) => (
            <li key={code}>
              <Link to={`/data/${encodeURIComponent(code)}`}>{t('see', { name: code })}</Link>
            </li>
          ))}
        </ul>
        <Button onClick={onAgain}>{t('again')}</Button>
      </section>
      {answer.refused > 0 && <Refusals rows={answer.rows} total={answer.refused} language={language} />}
    </>
  )
}
