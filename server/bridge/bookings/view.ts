import type { BookingView, Conflict } from '../../../shared/api/bookings.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from '../../catalogue/index.ts'
import type { Booking } from './store.ts'

const unitView = (catalogue: CatalogueSnapshot, id: number, at: number) => {
  const unit = catalogue.unitById(id)
  const { vi, en } = unit ? nameOn(unit, dayOf(at)) : { vi: '?', en: '?' }
  return { code: unit?.code ?? '?', name: { vi, en } }
}

/** What lies across these hours for the same points or the same chair. Pure. */
export function conflictsOf(
  catalogue: CatalogueSnapshot,
  of: { startsAt: number; units: readonly number[]; chairId: number | null },
  others: readonly Booking[],
  sees: (other: Booking) => boolean,
): Conflict[] {
  return others.flatMap((other) => {
    // That its hour is taken the reader hears; by what, only of what is his to read.
    const title = sees(other) ? other.title : null
    const at = { title, startsAt: other.startsAt }
    const shared = other.points.filter((p) => p.attends !== false && of.units.includes(p.unitId))
    return [
      ...(other.chairId === of.chairId ? [{ unit: null, chair: other.chairName, with: at }] : []),
      ...shared.map((p) => ({ unit: unitView(catalogue, p.unitId, of.startsAt), chair: null, with: at })),
    ]
  })
}

/** `own`: the unit of an agency, which reads the names of its own delegates alone. */
export function bookingView(
  catalogue: CatalogueSnapshot,
  b: Booking,
  conflicts: Conflict[],
  own: number | null,
): BookingView {
  const unit = (id: number) => unitView(catalogue, id, b.startsAt)
  return {
    id: b.id,
    title: b.title,
    startsAt: b.startsAt,
    minutes: b.minutes,
    template: b.template,
    lobby: b.lobby,
    chair: { id: b.chairId, name: b.chairName },
    createdBy: b.createdBy,
    createdAt: b.createdAt,
    cancelledAt: b.cancelledAt,
    cancelReason: b.cancelReason,
    session: b.session,
    points: b.points.map((p) => {
      const told = own === null || p.unitId === own
      return {
        unit: unit(p.unitId),
        attends: told ? p.attends : null,
        delegates: told ? p.delegates : [],
        note: told ? p.note : null,
        technician: told ? p.technician : null,
        answeredBy: told ? p.answeredBy : null,
        answeredAt: told ? p.answeredAt : null,
      }
    }),
    agenda: b.items.map((item) => ({
      title: item.title,
      unit: item.unitId === null ? null : unit(item.unitId),
      minutes: item.minutes,
      indicators: item.indicators.map((code) => {
        const indicator = catalogue.indicator(code)
        return { code, name: indicator ? indicator.name : { vi: code, en: code } }
      }),
    })),
    conflicts,
  }
}
