import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ClockWanted,
  KNOWLEDGE,
  type Knowledge,
  REPLAY_RATES,
  type ReplayRate,
} from '../../../shared/clock.ts'
import { serverNow, setClock, useClock, usePageClock, viewNow } from '../../live/index.ts'
import { Button } from '../Button.tsx'
import { Dialog } from '../Dialog.tsx'
import { FixedFields } from './FixedFields.tsx'
import { MomentField } from './MomentField.tsx'
import { QuickTimes } from './QuickTimes.tsx'
import { Refused } from './Refused.tsx'
import styles from './time.module.css'

const HOUR = 3_600_000
const MODES = ['fixed', 'replay'] as const

/** Which time to look at, and with whose knowledge. */
export function TimeDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('time')
  const clock = useClock()
  const { setting, error } = usePageClock()
  const [mode, setMode] = useState<(typeof MODES)[number]>(clock.mode === 'replay' ? 'replay' : 'fixed')
  const [known, setKnown] = useState<Knowledge>(clock.mode === 'live' ? 'then' : clock.known)
  const [at, setAt] = useState(() => (clock.mode === 'live' ? serverNow() - HOUR : viewNow()))
  const [from, setFrom] = useState(() => (clock.mode === 'replay' ? clock.from : serverNow() - HOUR))
  const [to, setTo] = useState(() => (clock.mode === 'replay' ? clock.to : serverNow()))
  const [rate, setRate] = useState<ReplayRate>(clock.mode === 'replay' ? clock.rate : 10)
  const [asked, setAsked] = useState(false)
  const [ranged, setRanged] = useState(clock.mode === 'fixed' && clock.from !== null)
  const [since, setSince] = useState(() =>
    clock.mode === 'fixed' && clock.from !== null ? clock.from : Math.floor(at) - 24 * HOUR,
  )

  const wanted: ClockWanted =
    mode === 'fixed'
      ? { mode, at: Math.floor(at), known, ...(ranged ? { from: Math.floor(since) } : {}) }
      : { mode, from: Math.floor(from), to: Math.floor(to), at: Math.floor(from), rate, playing: true, known }
  const sound =
    wanted.mode === 'fixed'
      ? Number.isFinite(wanted.at) && !(ranged && !(since < at))
      : wanted.mode === 'replay' && wanted.from < wanted.to
  const ask = async (wish: ClockWanted) => {
    setAsked(true)
    if (await setClock(wish)) onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t('title')}>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (sound) void ask(wanted)
        }}
      >
        <QuickTimes onPick={(ms) => void ask({ mode: 'fixed', at: ms, known })} />
        <fieldset>
          <legend>{t('what')}</legend>
          {MODES.map((m) => (
            <label key={m}>
              <input type="radio" name="mode" value={m} checked={mode === m} onChange={() => setMode(m)} />
              {t(`mode.${m}`)}
            </label>
          ))}
        </fieldset>
        {mode === 'fixed' ? (
          <FixedFields
            at={at}
            onAt={setAt}
            since={ranged ? since : null}
            onRanged={setRanged}
            onSince={setSince}
          />
        ) : (
          <div className={styles.range}>
            <MomentField label={t('from')} name="from" value={from} onChange={setFrom} />
            <MomentField label={t('to')} name="to" value={to} onChange={setTo} />
            <label className={styles.field}>
              {t('rate')}
              <select
                name="rate"
                value={rate}
                onChange={(e) => setRate(REPLAY_RATES.find((r) => String(r) === e.target.value) ?? 1)}
              >
                {REPLAY_RATES.map((r) => (
                  <option key={r} value={r}>
                    {r}×
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
        <fieldset>
          <legend>{t('knowledge')}</legend>
          {KNOWLEDGE.map((k) => (
            <label key={k}>
              <input type="radio" name="known" value={k} checked={known === k} onChange={() => setKnown(k)} />
              <span>
                {t(`known.${k}.short`)}
                <small>{t(`known.${k}.long`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {asked && error && !setting && (
          <Refused error={error} onGo={(ms) => void ask({ mode: 'fixed', at: ms, known })} />
        )}
        <footer>
          {clock.mode !== 'live' && <Button onClick={() => void ask({ mode: 'live' })}>{t('goLive')}</Button>}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!sound || setting}>
            {t(setting ? 'opening' : mode === 'fixed' ? 'show' : 'play')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
