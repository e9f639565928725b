import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { HandoverView } from '../../../shared/api/handover.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { useMe } from '../../api/index.ts'
import { Button, momentText } from '../../ui/index.ts'
import styles from './handover.module.css'

type Props = {
  handover: HandoverView
  language: Language
  clock: number
  /** The item whose check is on its way. */
  busy: string | null
  onCheck(item: string, remark: string): void
}

type Tick = HandoverView['items'][number]['checked']

/** Item by item: what it is, since when, what either said of it; it counts once the incoming has seen it. */
export function HandoverItems({ handover, language, clock, busy, onCheck }: Props) {
  const { t } = useTranslation('shifts')
  const { person } = useMe()
  const [remarks, setRemarks] = useState<Record<string, string>>({})
  const gives = person?.id === handover.outgoing.account
  const said = (who: string, tick: Tick) =>
    tick && (
      <div className={styles.seen}>
        ✓ {who}: {tick.by}, {momentText(tick.at, clock, language)}
        {tick.remark && <small>{tick.remark}</small>}
      </div>
    )
  if (!handover.items.length) return <p className={styles.none}>{t('handover.nothingOpen')}</p>
  return (
    <ol className={styles.items}>
      {handover.items.map((i) => (
        <li key={i.key} data-item={i.key} data-checked={i.checked ? true : undefined}>
          <span className={styles.kind}>{t(`handover.kind.${i.kind}`)}</span>
          <div>
            {i.href ? <Link to={i.href}>{i.text[language]}</Link> : i.text[language]}
            {i.simulated && <i data-simulated="">{t('log.simulated')}</i>}
            <small>
              {[
                i.since === null ? '' : t('since', { time: momentText(i.since, clock, language) }),
                i.note[language],
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </div>
          <div className={styles.ticks}>
            {said(t('handover.outgoing'), i.given)}
            {said(t('handover.incoming'), i.checked)}
            {handover.may.check && !(gives ? i.given : i.checked) && (
              <form
                onSubmit={(e) => {
                  e.preventDefault()
                  if (busy !== i.key) onCheck(i.key, remarks[i.key]?.trim() ?? '')
                }}
              >
                <input
                  value={remarks[i.key] ?? ''}
                  maxLength={500}
                  aria-label={t('handover.remark')}
                  placeholder={t('handover.remark')}
                  onChange={(e) => setRemarks({ ...remarks, [i.key]: e.target.value })}
                />
                <Button type="submit" data-act="check">
                  {t('handover.check')}
                </Button>
              </form>
            )}
            {!i.checked && (gives || !handover.may.check) && (
              <div className={styles.none}>{t('handover.unseen')}</div>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
