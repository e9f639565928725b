// The form of how a connection is fetched as a person types it, and what the server takes.
import type { PullSettings, SettingsInput } from '../../../../shared/api/connectors.ts'
import { parseDuration } from '../../../../shared/period.ts'

export const FORMATS = ['json', 'ndjson', 'csv', 'xlsx', 'geojson', 'xml', 'px'] as const
export type SecretDraft = { name: string; value: string }
export type PullDraft = {
  url: string
  every: string
  format: PullSettings['format']
  /** One header a line: "Name: value". */
  headers: string
  secrets: SecretDraft[]
  parameter: string
  pointer: string
  allowPrivate: boolean
  connectSeconds: string
  totalSeconds: string
  /** Kept as it is: it is made by reading a file. */
  mapping: PullSettings['mapping']
}

export const NEW_PULL: PullDraft = {
  url: '',
  every: 'PT15M',
  format: 'json',
  headers: '',
  secrets: [],
  parameter: '',
  pointer: '',
  allowPrivate: false,
  connectSeconds: '10',
  totalSeconds: '60',
  mapping: undefined,
}

/** Secrets come back without their values. */
export const draftOf = (s: PullSettings): PullDraft => ({
  url: s.url,
  every: s.every,
  format: s.format,
  headers: Object.entries(s.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n'),
  secrets: s.secretHeaders.map((name) => ({ name, value: '' })),
  parameter: s.cursor?.parameter ?? '',
  pointer: s.cursor?.pointer ?? '',
  allowPrivate: s.allowPrivate,
  connectSeconds: String(s.connectSeconds),
  totalSeconds: String(s.totalSeconds),
  mapping: s.mapping,
})

const HEADER = /^([A-Za-z0-9!#$%&*+.^_`|~-]{1,100})\s*:\s*([\x20-\x7e]+)$/
const lines = (text: string) =>
  text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)
const within = (text: string, most: number) =>
  /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most

/** Names of the fields that cannot be sent as they stand. */
export function wrongFields(d: PullDraft): string[] {
  const wrong: string[] = []
  if (!/^https?:\/\//.test(d.url) || !URL.canParse(d.url)) wrong.push('url')
  if (!parseDuration(d.every.trim())) wrong.push('every')
  if (lines(d.headers).some((l) => !HEADER.test(l))) wrong.push('headers')
  d.secrets.forEach((s, i) => {
    if (!HEADER.test(`${s.name}: x`)) wrong.push(`secret.${i}`)
  })
  if (d.parameter.trim() === '' && d.pointer.trim() !== '') wrong.push('parameter')
  if (d.parameter.trim() !== '' && !/^(\/.*)?$/.test(d.pointer.trim())) wrong.push('pointer')
  if (!within(d.connectSeconds, 60)) wrong.push('connectSeconds')
  if (!within(d.totalSeconds, 600)) wrong.push('totalSeconds')
  return wrong
}

/** A secret whose value is left empty stays as it is stored. */
export function settingsInput(d: PullDraft): SettingsInput {
  const headers = lines(d.headers).flatMap((l) => {
    const [, name, value] = HEADER.exec(l) ?? []
    return name && value ? [[name, value] as const] : []
  })
  const settings: PullSettings = {
    kind: 'http-pull',
    url: d.url.trim(),
    every: d.every.trim(),
    format: d.format,
    headers: Object.fromEntries(headers),
    secretHeaders: d.secrets.map((s) => s.name),
    cursor: d.parameter.trim() ? { parameter: d.parameter.trim(), pointer: d.pointer.trim() } : null,
    allowPrivate: d.allowPrivate,
    connectSeconds: Number(d.connectSeconds),
    totalSeconds: Number(d.totalSeconds),
    ...(d.mapping ? { mapping: d.mapping } : {}),
  }
  return {
    settings,
    secrets: Object.fromEntries(d.secrets.filter((s) => s.value).map((s) => [s.name, s.value])),
  }
}
