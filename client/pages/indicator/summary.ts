// What the page knows of an indicator on one day, for every unit of its level.
import type { Static } from 'typebox'
import type { HistoryView, StandingView, SummaryView } from '../../../shared/api/live.ts'

export type Standing = StandingView
export type Summary = Static<typeof SummaryView>
export type Source = Summary['sources'][number]
export type Point = Pick<
  Static<typeof HistoryView>['points'][number],
  'from' | 'to' | 'value' | 'period' | 'status'
>
