import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './check.module.css'
import type { DeviceProblem } from './devices.ts'
import { useLevel } from './hooks.ts'
import { Picture } from './Picture.tsx'
import type { Devices } from './useDevices.ts'

type Props = {
  devices: Devices
  /** Of the drawn picture. */
  unit: string
  name: string
  /** Begin with the drawn picture, without asking for the camera. */
  drawnFirst?: boolean
  /** Drawn over the picture. */
  children?: ReactNode
}

/** Camera and microphone before joining: what is seen, what is heard, and why not. */
export function DeviceCheck({ devices, unit, name, drawnFirst = false, children }: Props) {
  const { t } = useTranslation('bridge')
  const { stream, drawn, opening, open, draw } = devices
  const level = useLevel(stream)
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once, when the check appears
  useEffect(() => {
    if (stream || opening) return
    if (drawnFirst) draw(unit, name)
    else open()
  }, [])
  return (
    <div className={styles.check}>
      <div className={styles.preview}>
        <Picture stream={stream} muted label={t('check.preview')} point="self" className={styles.picture} />
        {children}
        {drawn && <span className={styles.simulated}>{t('simulated')}</span>}
      </div>
      <div className={styles.level}>
        <span>{t('check.level')}</span>
        <meter min={0} max={1} low={0.1} value={level} aria-label={t('check.level')} />
      </div>
      <Problem kind="camera" problem={devices.camera} />
      <Problem kind="microphone" problem={devices.microphone} />
      <div className={styles.choices}>
        <Choice
          label={t('check.camera')}
          list={devices.cameras}
          value={devices.choice.camera}
          onChoose={(camera) => open({ camera })}
        />
        <Choice
          label={t('check.microphone')}
          list={devices.microphones}
          value={devices.choice.microphone}
          onChoose={(microphone) => open({ microphone })}
        />
      </div>
      <div className={styles.actions}>
        <button type="button" onClick={() => open()} disabled={opening} data-action="use-camera">
          {t(opening ? 'check.opening' : drawn ? 'check.useCamera' : 'check.again')}
        </button>
        {!drawn && (
          <button type="button" onClick={() => draw(unit, name)} data-action="use-drawn">
            {t('check.useDrawn')}
          </button>
        )}
      </div>
    </div>
  )
}

function Problem({ kind, problem }: { kind: 'camera' | 'microphone'; problem: DeviceProblem | null }) {
  const { t } = useTranslation('bridge')
  if (!problem) return null
  return (
    <p className={styles.problem} role="alert" data-problem={`${kind}-${problem}`}>
      <strong>{t(`check.${kind}`)}</strong> {t(`problem.${problem}`, { address: location.origin })}
    </p>
  )
}

function Choice(props: {
  label: string
  list: MediaDeviceInfo[]
  value: string | null
  onChoose(id: string): void
}) {
  if (props.list.length < 2) return null
  return (
    <label className={styles.choice}>
      {props.label}
      <select value={props.value ?? ''} onChange={(e) => props.onChoose(e.target.value)}>
        {props.list.map((d, i) => (
          <option key={d.deviceId || i} value={d.deviceId}>
            {d.label || `${props.label} ${i + 1}`}
          </option>
        ))}
      </select>
    </label>
  )
}
