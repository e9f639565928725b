export { formatChange, formatNumber } from './numbers.ts'
export { meetsTarget, targetText } from './targets.ts'
export { clockText, dayText, longDayText, minuteText, momentText, periodText, spanText } from './times.ts'
