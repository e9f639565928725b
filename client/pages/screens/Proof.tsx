import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProofAnswer } from '../../../shared/api/wall.ts'
import type { ScreenState } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import {
  Button,
  clockText,
  DayHourField,
  dayText,
  formatNumber,
  momentText,
  Problem,
  useLanguage,
} from '../../ui/index.ts'
import answers from './proof.module.css'
import styles from './screens.module.css'

const ZONE = '+07:00'
/** '2026-11-30T08:15' of Viet Nam, as the field for a time has it. */
const localOf = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 19)

/** "Was this number on this wall at 08:15, and what did it say?": the screen's own word, held against what was sent. */
export function Proof({ screens, initial }: { screens: readonly ScreenState[]; initial: number | null }) {
  const { t } = useTranslation('screens')
  const [screen, setScreen] = useState(initial ?? screens[0]?.id ?? 0)
  const [when, setWhen] = useState(() => localOf(serverNow()))
  const [indicator, setIndicator] = useState('')
  const [asked, setAsked] = useState<{ screen: number; at: number; indicator: string } | null>(null)
  const answer = useQuery({
    queryKey: ['proof', asked],
    queryFn: () => {
      const query = new URLSearchParams({ at: `${asked?.at ?? 0}` })
      if (asked?.indicator) query.set('indicator', asked.indicator)
      return api.get<ProofAnswer>(`/api/screens/${asked?.screen}/proof?${query}`)
    },
    enabled: asked !== null,
    retry: false,
  })
  return (
    <section className={styles.proof} data-pane="proof">
      <h2>{t('proof.title')}</h2>
      <form
        className={styles.proofForm}
        data-task="proof"
        onSubmit={(e) => {
          e.preventDefault()
          const at = Date.parse(`${when}${ZONE}`)
          if (Number.isFinite(at)) setAsked({ screen, at, indicator: indicator.trim() })
        }}
      >
        <label>
          {t('proof.screen')}
          <select name="screen" value={screen} onChange={(e) => setScreen(Number(e.target.value))}>
            {screens.map((s) => (
              <option key={s.id} value={s.id}>
                {s.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('proof.when')}
          <DayHourField name="when" label={t('proof.when')} value={when} onChange={setWhen} />
        </label>
        <label>
          {t('proof.indicator')}
          <input
            name="indicator"
            value={indicator}
            placeholder="KTN-02"
            maxLength={40}
            onChange={(e) => setIndicator(e.target.value)}
          />
        </label>
        <Button type="submit" primary>
          {t('proof.ask')}
        </Button>
      </form>
      <Problem error={answer.error} />
      {answer.data && asked && (
        <Answer
          answer={answer.data}
          at={asked.at}
          screen={asked.screen}
          name={screens.find((s) => s.id === asked.screen)?.name ?? ''}
        />
      )}
    </section>
  )
}

function Answer({
  answer,
  at,
  screen,
  name,
}: {
  answer: ProofAnswer
  at: number
  screen: number
  name: string
}) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const { picture, values } = answer
  return (
    <div
      className={answers.proofAnswer}
      data-proof={answer.id}
      data-shown={answer.shown}
      data-agrees={answer.agrees}
    >
      <p className={answers.verdict}>
        <b>{t(!answer.known ? 'proof.unknown' : answer.shown ? 'proof.shown' : 'proof.notShown')}</b>
        <span>
          {t('proof.reported', {
            name,
            time: momentText(answer.at, at, language),
            scene: answer.scene || t('sceneNone'),
          })}
        </span>
        {answer.cover && <span data-cover={answer.cover}>{t(`proof.cover.${answer.cover}`)}</span>}
        {answer.cut > 0 && <span data-tone="amber">{t('proof.cut', { count: answer.cut })}</span>}
        <span data-tone={answer.agrees ? undefined : 'red'}>
          {t(answer.agrees ? 'proof.agrees' : 'proof.differs')}
        </span>
      </p>
      <div className={answers.proofPicture} data-proof-picture="">
        <header>
          <b>{name}</b>
          <span>{answer.scene}</span>
          <time>
            {clockText(answer.at, language)} · {dayText(answer.at, language)}
          </time>
        </header>
        <ul>
          {values
            .filter((v) => v.text !== null)
            .map((v) => (
              <li
                key={v.series}
                data-proven={`${v.indicator}@${v.unit}`}
                data-tone={v.agrees ? undefined : 'red'}
              >
                <span>
                  {v.name[language]} · {v.unitName[language]}
                </span>
                <strong>
                  {v.text} <small>{v.symbol[language]}</small>
                </strong>
                <span>
                  {t('proof.value', {
                    value: v.value === null ? '–' : formatNumber(v.value, v.decimals, language),
                    time: momentText(v.validTo, answer.at, language),
                    seq: v.seq,
                  })}
                </span>
              </li>
            ))}
        </ul>
        {values.some((v) => v.text === null) && (
          <p>{t('proof.onMap', { count: values.filter((v) => v.text === null).length })}</p>
        )}
        <footer>
          SHA-256 {answer.sha256} · {t('proof.life', { epoch: answer.epoch })}
        </footer>
      </div>
      {picture && (
        <figure>
          <img src={`/api/screens/${screen}/picture/${picture.id}`} alt="" />
          <figcaption>
            {t('proof.picture', {
              time: `${clockText(picture.at, language)}`,
              seconds: formatNumber(Math.abs(picture.at - at) / 1_000, 0, language),
            })}{' '}
            · SHA-256 {picture.sha256}
          </figcaption>
        </figure>
      )}
    </div>
  )
}
