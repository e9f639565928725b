export { placesText } from './alerts.ts'
export { formatChange, formatNumber } from './numbers.ts'
export { meetsTarget, targetText } from './targets.ts'
export {
  clockText,
  dayText,
  longDayText,
  minuteText,
  momentText,
  periodText,
  preciseText,
  shortPeriodText,
  spanText,
  untilText,
} from './times.ts'
