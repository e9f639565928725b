import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Delegate } from '../../../shared/api/bookings.ts'
import type { PointContact, RungInput } from '../../../shared/api/contacts.ts'
import { delegateText } from '../../../shared/delegates.ts'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { STEPS, troubleOf } from '../../../shared/pointAdvice.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import { PointMark } from './PointMark.tsx'
import { QualityBars } from './QualityBars.tsx'
import styles from './roll.module.css'
import { isPresent, timeOfDay } from './rollCall.ts'

type Props = {
  session: BridgeView
  point: BridgePointView
  contact: PointContact | undefined
  /** Who was told to come. */
  delegates: readonly Delegate[]
  mayDirect: boolean
  onClose(): void
}

/** One point: its state in a word, what its line does, what to do step by step, and whom to ring. */
export function PointPanel({ session, point, contact, delegates, mayDirect, onClose }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const { quality: q } = point
  const trouble = troubleOf(point, session.floor?.point === point.id)
  const number = (n: number, digits = 0) => n.toLocaleString(language, { maximumFractionDigits: digits })
  const facts: [string, string][] = [
    ['picture', q?.height ? `${q.width}×${q.height}` : ''],
    ['rate', q ? number(q.framesPerSecond) : ''],
    ['loss', q ? `${number(q.lossPercent, 1)} %` : ''],
    ['delay', q ? `${number(q.roundTripMs)} ms` : ''],
    ['layers', q?.layers?.map((h) => `${h}p`).join(', ') ?? ''],
    ['limited', q ? t(`quality.limit.${q.limited ?? 'none'}`) : ''],
    ['microphone', t(point.microphone ? 'roll.sound.open' : 'roll.sound.off')],
  ]
  return (
    <Dialog open onClose={onClose} title={t('quality.open', { name: point.name[language] })}>
      <div className={styles.panel} data-panel={point.id} data-trouble={trouble ?? undefined}>
        <dl className={styles.facts}>
          <dt>{t('quality.state')}</dt>
          <dd data-state={point.state}>
            <PointMark state={point.state} />{' '}
            {trouble === null && point.state === 'joined' ? t('quality.good') : t(`state.${point.state}`)}{' '}
            {t('quality.since', { time: timeOfDay(point.since) })} <QualityBars point={point} />
          </dd>
          {facts.map(([key, text]) => (
            <div key={key} className={styles.fact}>
              <dt>{t(`quality.${key}`)}</dt>
              <dd>{text || t('quality.none')}</dd>
            </div>
          ))}
          {delegates.length > 0 && (
            <div className={styles.fact}>
              <dt>{t('quality.delegates')}</dt>
              <dd>
                {delegates.map((d) => (
                  <div key={d.name}>{delegateText(d, language)}</div>
                ))}
              </dd>
            </div>
          )}
        </dl>
        <h3>
          {t('quality.todo')}
          {trouble && `: ${t(`quality.trouble.${trouble}`)}`}
        </h3>
        {trouble ? (
          <ol data-steps={trouble}>
            {STEPS[trouble].map((step) => (
              <li key={step}>{t(`quality.step.${step}`)}</li>
            ))}
          </ol>
        ) : (
          <p>{t(isPresent(point) ? 'quality.goodHow' : 'quality.absentHow')}</p>
        )}
        {mayDirect && <Channel session={session.id} point={point.id} contact={contact} />}
      </div>
    </Dialog>
  )
}

function Channel(props: { session: string; point: string; contact: PointContact | undefined }) {
  const { session, point, contact } = props
  const { t } = useTranslation('bridge')
  const queries = useQueryClient()
  const rung = useMutation({
    mutationFn: (body: RungInput) => api.post(`/api/bridge/${session}/points/${point}/rung`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bridge', session, 'contacts'] }),
  })
  const lines = [
    contact?.technician && {
      who: `${t('quality.technician')} ${contact.technician.name}`,
      phone: contact.technician.phone,
    },
    contact?.unit && {
      who: `${t('quality.unitContact')} ${contact.unit.name}, ${contact.unit.duty}`,
      phone: contact.unit.phone,
    },
  ].filter((l) => l !== null && l !== undefined)
  return (
    <>
      <h3>{t('quality.ring')}</h3>
      {!lines.length && <p>{t('quality.noPhone')}</p>}
      {lines.map(({ who, phone }) => (
        <div key={who} className={styles.phone} data-phone={phone}>
          <span>{who}</span>
          <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
          <Button data-action="rung" onClick={() => rung.mutate({ phone, answered: true })}>
            {t('quality.answered')}
          </Button>
          <Button data-action="rung-not" onClick={() => rung.mutate({ phone, answered: false })}>
            {t('quality.notAnswered')}
          </Button>
        </div>
      ))}
      {contact?.rung && (
        <p data-rung="">
          {t('quality.rung', {
            time: timeOfDay(contact.rung.at).slice(0, 5),
            by: contact.rung.by,
            result: t(`quality.result.${contact.rung.answered ? 'yes' : 'no'}`),
          })}
        </p>
      )}
      <Problem error={rung.error} />
    </>
  )
}
