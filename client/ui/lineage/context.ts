import { createContext, useContext } from 'react'

export type SeriesKey = { indicator: string; unit: string; unitFrom: string; validFrom?: number }
export const LineageContext = createContext<(key: SeriesKey) => void>(() => {})
/** Opens the lineage card of any number. */
export const useLineage = () => useContext(LineageContext)
