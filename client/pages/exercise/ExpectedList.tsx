import { useTranslation } from 'react-i18next'
import type { ReviewView } from '../../../shared/api/exercise.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './exercise.module.css'
import { minuteText } from './minutes.ts'

const SIGN = { waiting: '·', open: '○', met: '✓', late: '△', missed: '✕' } as const

/** What people should have done, and what became of it: a sign and a word, never a colour alone. */
export function ExpectedList({ expected }: { expected: ReviewView['expected'] }) {
  const { t } = useTranslation('exercise')
  const language = useLanguage()
  if (!expected.length) return null
  return (
    <section className={styles.expected}>
      <h2>{t('review.expected')}</h2>
      <ul>
        {expected.map((e) => (
          <li key={e.id} data-expected={e.id} data-judged={e.state}>
            <b>
              <span aria-hidden="true">{SIGN[e.state]}</span> {t(`judged.${e.state}`)}
            </b>
            <span>{e.text[language]}</span>
            <small>{e.position[language]}</small>
            <small>
              {e.dueMinute !== null && t('review.due', { minute: minuteText(e.dueMinute) })}
              {e.doneMinute !== null &&
                ` · ${t('review.done', { minute: minuteText(e.doneMinute), by: (e.by ?? '').replace(/^account:/, '') })}`}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
