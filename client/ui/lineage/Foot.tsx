import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '../../commands/registry.ts'
import { clockText, dayText } from '../format/index.ts'
import { GiveLink } from '../GiveLink.tsx'
import { useLanguage } from '../preferences.ts'
import { addressOf } from './address.ts'
import type { SeriesKey } from './context.ts'
import styles from './lineage.module.css'

type Props = {
  of: SeriesKey
  /** The number in words. */
  name: string
  madeAt: number
  onPrint(): void
}

/** When the card was made, where it can be found again, and its keys: P prints, C copies its address. */
export function Foot({ of: key, name, madeAt, onPrint }: Props) {
  const { t } = useTranslation('lineage')
  const language = useLanguage()
  const [copied, setCopied] = useState(false)
  const address = location.origin + addressOf(key)
  const group = t('palette:group.lineage')
  useCommands([
    {
      ...{ id: 'lineage.print', title: t('palette:does.lineage.print'), group, keys: ['p'] },
      ...{ inDialog: true, run: onPrint },
    },
    {
      ...{ id: 'lineage.copy', title: t('palette:does.lineage.copy'), group, keys: ['c'] },
      inDialog: true,
      // Where the browser has no clipboard (no HTTPS), the address stands on the card.
      run: () => void navigator.clipboard?.writeText(address).then(() => setCopied(true)),
    },
  ])
  return (
    <footer className={styles.foot}>
      <span>{t('madeAt', { clock: clockText(madeAt, language), day: dayText(madeAt, language) })}</span>
      <span className={styles.address}>{address}</span>
      <GiveLink
        className={styles.keys}
        about={{ kind: 'number', indicator: key.indicator, unit: key.unit }}
        from={name}
      />
      <button type="button" onClick={onPrint}>
        <kbd>P</kbd> {t('print')}
      </button>
      <span className={styles.keys} role="status">
        <kbd>C</kbd> {t(copied ? 'copied' : 'copy')}
      </span>
    </footer>
  )
}
