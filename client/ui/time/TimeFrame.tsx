import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { readAsOf } from '../../api/index.ts'
import { useKeys } from '../../commands/useKeys.ts'
import { onAnotherTime, pageAsOf, startClock, useClock, usePageClock, viewNow } from '../../live/index.ts'
import { useReadAgain } from '../useReadAgain.ts'
import { Refusal } from './Refusal.tsx'
import { TimeBanner } from './TimeBanner.tsx'
import { TimeDialog } from './TimeDialog.tsx'
import styles from './time.module.css'
import { useReturn } from './useReturn.ts'
import { useTimeKeys } from './useTimeKeys.ts'
import { ofAddress, toAddress } from './words.ts'

const ADDRESS = 'clock'
readAsOf(() => {
  const { at, knownAt } = pageAsOf()
  return { at, asOf: knownAt }
})
const opened = ofAddress(new URLSearchParams(location.search).get(ADDRESS))
if (opened) startClock(opened)

/** Around every page: while it is not live, a frame and a banner that no one can take for the present. */
export function TimeFrame({ wall = false }: { wall?: boolean }) {
  const { t } = useTranslation('time')
  const clock = useClock()
  const [choosing, setChoosing] = useState(false)
  const queries = useQueryClient()
  const path = useLocation().pathname
  const past = clock.mode === 'live' ? null : clock
  useTimeKeys(() => setChoosing(true))
  // A person's pages have one listener for all keys; a wall has only these.
  useKeys(wall)
  useReturn(wall && past !== null)
  useReadAgain()
  // Figures read for one time are no answer for another.
  useEffect(
    () =>
      onAnotherTime(() => {
        void queries.cancelQueries().then(() => queries.resetQueries())
      }),
    [queries],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has an address of its own
  useEffect(() => {
    const url = new URL(location.href)
    const text = toAddress(clock, viewNow())
    if (text) url.searchParams.set(ADDRESS, text)
    else url.searchParams.delete(ADDRESS)
    if (url.href !== location.href) history.replaceState(history.state, '', url)
  }, [clock, path])
  useEffect(() => {
    const root = document.documentElement
    root.classList.toggle('past', past !== null)
    const title = document.title.replace(/^◷ /, '')
    document.title = past ? `◷ ${title}` : title
    return () => root.classList.remove('past')
  }, [past])
  return (
    <>
      {past && (
        <div className={styles.frame} data-frame={past.mode}>
          <TimeBanner clock={past} onChoose={() => setChoosing(true)} />
          <span className="visually-hidden">{t('notLive')}</span>
        </div>
      )}
      <Refusal quiet={choosing} />
      {choosing && <TimeDialog onClose={() => setChoosing(false)} />}
    </>
  )
}

/** In the bar of a page: which time it shows; opens the choice of another. */
export function TimeButton() {
  const { t } = useTranslation('time')
  const { clock, setting } = usePageClock()
  const [choosing, setChoosing] = useState(false)
  if (clock.mode !== 'live') return null // The banner has it.
  return (
    <>
      <button
        type="button"
        className={styles.button}
        data-mode={clock.mode}
        title={`${t('title')} (t)`}
        onClick={() => setChoosing(true)}
        data-action="time"
      >
        {t(setting ? 'opening' : 'live')}
      </button>
      {choosing && <TimeDialog onClose={() => setChoosing(false)} />}
    </>
  )
}
