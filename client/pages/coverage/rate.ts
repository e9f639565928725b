import type { SupplyCounts } from '../../../shared/api/supply.ts'

/** Whole percent, rounded down: 100 only when everything arrived; null when nothing was agreed. */
export const rateOf = ({ agreed, supplied }: Pick<SupplyCounts, 'agreed' | 'supplied'>): number | null =>
  agreed ? Math.floor((supplied / agreed) * 100) : null
