import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSpokenOf } from '../../duty/store.ts'
import { Dialog } from '../Dialog.tsx'
import { LineageContext, type SeriesKey } from './context.ts'
import { LineageCard } from './LineageCard.tsx'

/** Around every page: one card at a time, over whatever it is about. */
export function LineageProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('lineage')
  const [key, setKey] = useState<SeriesKey | null>(null)
  // An entry of the shift log that is written over the card speaks of its number.
  useSpokenOf(
    key && {
      about: { kind: 'series', indicator: key.indicator, unit: key.unit },
      name: `${key.indicator} · ${key.unit}`,
    },
  )
  return (
    <LineageContext value={setKey}>
      {children}
      <Dialog open={key !== null} onClose={() => setKey(null)} title={t('title')} wide>
        {key && <LineageCard of={key} />}
      </Dialog>
    </LineageContext>
  )
}
