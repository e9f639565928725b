import { useTranslation } from 'react-i18next'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { useServerClock } from '../../live/index.ts'
import { spanText } from '../../ui/index.ts'
import styles from './board.module.css'
import { isOpen } from './order.ts'
import { StateWord } from './StateWord.tsx'
import words from './words.module.css'

type Props = {
  rows: readonly DirectiveView[]
  language: Language
  chosen: number | undefined
  /** Nothing more is coming. */
  none: boolean
  onChoose(id: number): void
}

/** What each asks of whom, how its number stands, and how much time is left. */
export function DirectiveList({ rows, language, chosen, none, onChoose }: Props) {
  const { t } = useTranslation('directives')
  const now = useServerClock()
  if (none && rows.length === 0) return <p className={styles.none}>{t('nothing')}</p>
  return (
    <ol>
      {rows.map((d) => {
        const left = d.due - now
        return (
          <li key={d.id} data-directive={d.id} data-published={d.published ?? undefined}>
            <button type="button" aria-current={d.id === chosen} onClick={() => onChoose(d.id)}>
              <span>
                <StateWord directive={d} />
                {d.priority !== 'normal' && <b className={words.priority}>{t(`priority.${d.priority}`)}</b>}
                {d.watch && <em data-watch={d.watch.state}>{t(`watch.${d.watch.state}`)}</em>}
              </span>
              <strong>{d.addressee.name[language]}</strong>
              <span className={styles.clip}>{d.text}</span>
              <small>
                {isOpen(d)
                  ? t(left >= 0 ? 'left' : 'over', { span: spanText(Math.abs(left), language) })
                  : t(`state.${d.state}`)}
                {d.askedDue !== null && ` · ${t('asksShort')}`}
                {d.proposed && isOpen(d) && ` · ${t('proposedShort')}`}
              </small>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
