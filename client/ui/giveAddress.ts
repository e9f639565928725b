/** What a task is given about. */
export type GivenAbout =
  | { kind: 'number'; indicator: string; unit: string }
  | { kind: 'alert'; alert: number; unit?: string | undefined }

const LONGEST = 200
/** The address of the form, filled with what it is about; `from` says it in words. */
export function giveAddress(about: GivenAbout, from: string): string {
  const words: Record<string, string> =
    about.kind === 'number'
      ? { give: 'number', indicator: about.indicator, unit: about.unit }
      : { give: 'alert', alert: String(about.alert), ...(about.unit ? { unit: about.unit } : {}) }
  return `/directives?${new URLSearchParams({ ...words, from: from.slice(0, LONGEST) })}`
}
