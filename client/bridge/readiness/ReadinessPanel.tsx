import { useTranslation } from 'react-i18next'
import type { ReadinessFor } from '../../../shared/api/readiness.ts'
import { judgeReadiness, readinessState } from '../../../shared/readiness.ts'
import { useLanguage } from '../../ui/index.ts'
import { DeviceCheck } from '../DeviceCheck.tsx'
import type { Devices } from '../useDevices.ts'
import { ItemMark } from './ItemMark.tsx'
import styles from './readiness.module.css'
import { useReadiness } from './useReadiness.ts'
import { adviceKey, measured } from './words.ts'

type Props = {
  of: ReadinessFor
  devices: Devices
  unit: string
  name: string
  drawnFirst?: boolean
}

/** A point's own trial before a session: camera, microphone, line, framing; measured by itself, told to the operator. */
export function ReadinessPanel({ of, devices, unit, name, drawnFirst = false }: Props) {
  const { t } = useTranslation('readiness')
  const language = useLanguage()
  const { facts, busy, sentAt, problem, confirm, again } = useReadiness(of, devices)
  const items = judgeReadiness(facts)
  const state = readinessState(items)
  return (
    <div className={styles.panel} data-readiness={state} data-sent={sentAt !== null || undefined}>
      <DeviceCheck devices={devices} unit={unit} name={name} drawnFirst={drawnFirst}>
        <svg className={styles.frame} viewBox="0 0 160 90" preserveAspectRatio="none" aria-hidden="true">
          <path d="M53.3 0v90M106.7 0v90M0 30h160M0 60h160" />
          <path d="M16 12h128v72H16z" data-part="safe" />
        </svg>
      </DeviceCheck>
      <ul className={styles.items}>
        {items.map(({ item, state: of, why }) => (
          <li key={item} data-item={item} data-state={of}>
            <ItemMark state={of} />
            <strong>{t(`item.${item}`)}</strong>
            <span>
              {t(of === 'untested' && item === 'line' && busy ? 'state.measuring' : `state.${of}`)}
              <small>{measured(item, facts, language, (key, figures) => t(key, figures ?? {}))}</small>
            </span>
            {why && <p>{t(adviceKey(item, why))}</p>}
            {item === 'framing' && facts.framing && (
              <button
                type="button"
                aria-pressed={facts.framing.confirmed}
                onClick={() => confirm(!facts.framing?.confirmed)}
                data-action="confirm-framing"
              >
                {t(facts.framing.confirmed ? 'framing.confirmed' : 'framing.confirm')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {problem && (
        <p className={styles.problem} role="alert" data-problem={problem.code}>
          {problem.message[language]}
        </p>
      )}
      <footer>
        <p role="status">{t(sentAt ? `told.${state}` : 'told.not')}</p>
        <button type="button" onClick={again} disabled={busy} data-action="test-again">
          {t('again')}
        </button>
      </footer>
    </div>
  )
}
