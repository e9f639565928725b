/** '07:30' of the scenario, from minutes. */
export function minuteText(minutes: number): string {
  const seconds = Math.max(0, Math.floor(minutes * 60 + 1e-6))
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
