import { useTranslation } from 'react-i18next'
import type { MinuteAnswer, ProvenMinute, ProvenSpan } from '../../../shared/api/wall.ts'
import { clockText, dayText, formatNumber, momentText, useLanguage } from '../../ui/index.ts'
import { unlike } from './picture.ts'
import styles from './proof.module.css'

/** 08:15:00 to 08:15:59: the last second that is still part of it. */
function useSpanText() {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  return ({ from, until }: { from: number; until: number }) =>
    t('proof.span', {
      from: clockText(from, language),
      until: clockText(Math.max(from, until - 1), language),
    })
}

/** What was shown in the minute that was asked for, screen by screen. */
export function ProofAnswer({ answer }: { answer: MinuteAnswer }) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const span = useSpanText()
  const { wall, screens, verdict } = answer
  const shown = screens.filter((s) => s.verdict === 'shown').length
  return (
    <div className={styles.answers} data-proof-minute={answer.from} data-verdict={verdict}>
      <p className={styles.verdict}>
        <b>
          {span(answer)}, {dayText(answer.from, language)}
        </b>
        {wall && <b>{wall.name}</b>}
        {wall && !wall.stood && <span data-tone="amber">{t('proof.noWall')}</span>}
        {wall?.stood && (
          <span data-proof-wall={wall.id}>{t('proof.onScreens', { shown, total: screens.length })}</span>
        )}
      </p>
      {screens.map((s) => (
        <OneScreen key={s.screen} minute={answer} told={s} />
      ))}
    </div>
  )
}

function OneScreen({ minute, told }: { minute: MinuteAnswer; told: ProvenMinute }) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const { picture, spans } = told
  return (
    <section className={styles.proofAnswer} data-proof={told.screen} data-verdict={told.verdict}>
      <p className={styles.verdict}>
        <b>{told.name}</b>
        <b>{t(`proof.verdict.${told.verdict}`)}</b>
      </p>
      {spans.map((span) => (
        <OneSpan key={span.from} name={told.name} span={span} />
      ))}
      {picture && (
        <figure>
          <img src={`/api/screens/${told.screen}/picture/${picture.id}`} alt="" />
          <figcaption>
            {t('proof.picture', {
              time: momentText(picture.at, minute.from, language),
              scene: picture.scene || t('sceneNone'),
            })}
            {unlike(picture, minute, spans).map((u) => (
              <strong key={u.what} data-tone="amber" data-unlike={u.what}>
                {t(`proof.unlike.${u.what}`, {
                  seconds: formatNumber('ms' in u ? Math.ceil(u.ms / 1_000) : 0, 0, language),
                })}
              </strong>
            ))}
            <span>SHA-256 {picture.sha256}</span>
          </figcaption>
        </figure>
      )}
    </section>
  )
}

function OneSpan({ name, span }: { name: string; span: ProvenSpan }) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const time = useSpanText()(span)
  const { said, values } = span
  if (!said)
    return (
      <p className={styles.verdict} data-span="silent">
        <b>{time}</b>
        <span data-tone="amber">{t('proof.silent')}</span>
      </p>
    )
  const inWords = values.filter((v) => v.text !== null)
  return (
    <div data-span={said.id} data-shown={values.length > 0} data-agrees={said.agrees}>
      <p className={styles.verdict}>
        <b>{time}</b>
        <span>{t(values.length > 0 ? 'proof.shown' : 'proof.notShown')}</span>
        <span>{t('proof.reported', { time: clockText(said.at, language) })}</span>
        {said.cover && <span data-cover={said.cover}>{t(`proof.cover.${said.cover}`)}</span>}
        {said.cut > 0 && <span data-tone="amber">{t('proof.cut', { count: said.cut })}</span>}
        <span data-tone={said.agrees ? undefined : 'red'}>
          {t(said.agrees ? 'proof.agrees' : 'proof.differs')}
        </span>
      </p>
      <div className={styles.proofPicture} data-proof-picture="">
        <header>
          <b>{name}</b>
          <span>{said.scene || t('sceneNone')}</span>
          <time>{time}</time>
        </header>
        <ul>
          {inWords.map((v) => (
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
                  time: momentText(v.validTo, said.at, language),
                  seq: v.seq,
                })}
              </span>
            </li>
          ))}
        </ul>
        {values.length > inWords.length && (
          <p>{t('proof.onMap', { count: values.length - inWords.length })}</p>
        )}
        <footer>
          SHA-256 {said.sha256} · {t('proof.life', { epoch: said.epoch })}
        </footer>
      </div>
    </div>
  )
}
