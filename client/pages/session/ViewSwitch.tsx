import { useTranslation } from 'react-i18next'
import styles from './operator.module.css'

export type SessionViewName = 'leader' | 'operator'

/** The leader's side of the page, or that of whoever runs the session. */
export function ViewSwitch(props: {
  view: SessionViewName
  unread: number
  onView(view: SessionViewName): void
}) {
  const { t } = useTranslation('bridge')
  return (
    <fieldset className={styles.views} aria-label={t('layout.view')}>
      {(['leader', 'operator'] as const).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={props.view === name}
          onClick={() => props.onView(name)}
          data-view-choice={name}
        >
          {t(`layout.views.${name}`)}
          {name === 'operator' && props.unread > 0 && <b>{props.unread}</b>}
        </button>
      ))}
    </fieldset>
  )
}
