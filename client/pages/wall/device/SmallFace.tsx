import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell, useFreshness, useLink, useServerClock, useView } from '../../../live/index.ts'
import { clockText, Mark, useLanguage, Value } from '../../../ui/index.ts'
import { nameOf, unitOf } from '../names.ts'
import { useRenewal } from '../useRenewal.ts'
import { asOf, stateOf, stateWord } from '../words.ts'
import styles from './device.module.css'

/** A window narrower or lower than this holds no scene: one number that can be read is worth more. */
export const SMALL = { width: 640, height: 360 }
const TURN_MS = 15_000

const small = () => innerWidth < SMALL.width || innerHeight < SMALL.height

export function useSmall(): boolean {
  const [is, set] = useState(small)
  useEffect(() => {
    const sized = () => set(small())
    window.addEventListener('resize', sized)
    return () => window.removeEventListener('resize', sized)
  }, [])
  return is
}

/** The least face of a wall: a name, one number with its unit, its state and time; one number after the other. */
export function SmallFace() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const now = useServerClock()
  const link = useLink()
  useRenewal()
  const view = useView({ kind: 'unit', unit: 'VN' })
  const there = view.cells.flatMap((_, index) => {
    const cell = view.values.get(index)
    return cell && cell.freshness !== 'never' && Number.isFinite(cell.value) ? [index] : []
  })
  const index = there[Math.floor(now / TURN_MS) % Math.max(there.length, 1)] ?? -1
  const meta = view.cells[index]
  const cell = useCell(view, index)
  const age = useFreshness(cell, meta)
  const state = cell && meta ? stateOf(cell, age, meta) : null
  return (
    <main className={styles.small} data-scene="small">
      {link.state !== 'live' && (
        <p className={styles.smallLink} role="status">
          {link.state === 'lost'
            ? t('noLinkSince', { time: clockText(link.since, language) })
            : t('connecting')}
        </p>
      )}
      {cell && meta && state ? (
        <>
          <h1>{nameOf(meta, language)}</h1>
          <p className={styles.smallValue}>
            <Value meta={meta} cell={cell} /> <small>{unitOf(meta, language)}</small>
          </p>
          <p className={styles.smallState} data-state={state.mark}>
            <Mark kind={state.mark} /> {stateWord(state.mark, cell, age, now, language)}
            <time>{asOf(cell, meta, now, language)}</time>
          </p>
        </>
      ) : (
        <p>{view.status === 'open' ? t('empty') : t('opening')}</p>
      )}
    </main>
  )
}
