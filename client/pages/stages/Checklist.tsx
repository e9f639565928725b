import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StagesView } from '../../../shared/api/stages.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { momentText } from '../../ui/index.ts'
import styles from './stages.module.css'

type Props = {
  items: StagesView['stages'][number]['checklist']
  ticked: StagesView['ticked']
  language: Language
  clock: number
  mayTick: boolean
  onTick(item: string, done: boolean, remark: string): void
}

/** What the stage in force asks for, each ticked by whom and when. */
export function Checklist({ items, ticked, language, clock, mayTick, onTick }: Props) {
  const { t } = useTranslation('shifts')
  const [remarks, setRemarks] = useState<Record<string, string>>({})
  if (!items.length) return <p className={styles.quiet}>{t('stage.noChecklist')}</p>
  return (
    <>
      <p className={styles.quiet}>{t('stage.done', { done: ticked.length, count: items.length })}</p>
      <ul className={styles.checklist}>
        {items.map((i) => {
          const done = ticked.find((x) => x.item === i.id)
          return (
            <li key={i.id} data-item={i.id} data-done={done ? true : undefined}>
              <label>
                <input
                  type="checkbox"
                  checked={done !== undefined}
                  disabled={!mayTick}
                  onChange={(e) => onTick(i.id, e.target.checked, remarks[i.id]?.trim() ?? '')}
                />
                {i[language]}
              </label>
              {done ? (
                <small>
                  {t('stage.ticked', { name: done.by ?? '', time: momentText(done.at, clock, language) })}
                  {done.remark && `: ${done.remark}`}
                </small>
              ) : (
                mayTick && (
                  <input
                    value={remarks[i.id] ?? ''}
                    maxLength={300}
                    aria-label={t('stage.remark')}
                    placeholder={t('stage.remark')}
                    onChange={(e) => setRemarks({ ...remarks, [i.id]: e.target.value })}
                  />
                )
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
