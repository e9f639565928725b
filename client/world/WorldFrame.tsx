import { type ReactNode, useLayoutEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { MARK } from '../../shared/world.ts'
import styles from './world.module.css'
import { pageWorld } from './world.ts'

/** As many as cover a 4K wall. */
const WORDS = Array.from({ length: 48 }, (_, i) => i)

/** Around every page there is. In an exercise nothing is seen without its mark; in no known world nothing is seen. */
export function WorldFrame({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation('exercise')
  const world = pageWorld()
  const exercise = world?.kind === 'exercise'
  useLayoutEffect(() => {
    document.documentElement.classList.toggle('exercise', exercise)
  }, [exercise])
  if (!world) return <p className={styles.unknown}>{t('unknownWorld')}</p>
  if (world.kind === 'real') return children
  return (
    <>
      {children}
      <div className={styles.frame} data-world="exercise" role="note">
        <p className={styles.band}>
          <b>
            ◆ {MARK.vi} · {MARK.en}
          </b>
          <span>{world.title[i18n.language === 'en' ? 'en' : 'vi']}</span>
          <small>{t('notReal')}</small>
        </p>
        <div className={styles.words} aria-hidden="true">
          {WORDS.map((i) => (
            <span key={i}>{i % 2 ? MARK.en : MARK.vi}</span>
          ))}
        </div>
      </div>
    </>
  )
}
