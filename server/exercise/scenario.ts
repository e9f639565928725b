import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  type Fault,
  INJECTS,
  type Inject,
  Scenario,
  type ScenarioSummary,
} from '../../shared/api/exercise.ts'
import { type CatalogueSnapshot, dayOf, inForce } from '../catalogue/index.ts'
import { readText } from './scenario-text.ts'

const FOLDER = join(import.meta.dirname, 'scenarios')
/** A file that is wrong from end to end is told by its first faults. */
const MOST_FAULTS = 50

/** `field`: the one that stands there and should not. */
type Found = { path: string; message: { vi: string; en: string }; field?: string }
const fault = (path: string, vi: string, en: string, field?: string): Found => ({
  ...{ path, message: { vi, en } },
  ...(field === undefined ? {} : { field }),
})
/** '/injects/3/at' under a prefix as people read it: injects[3].at */
const pathOf = (prefix: string, pointer: string) =>
  pointer
    .split('/')
    .filter(Boolean)
    .reduce((p, part) => (/^\d+$/.test(part) ? `${p}[${part}]` : p ? `${p}.${part}` : part), prefix) || '/'

const list = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value))

function schemaFaults(schema: TSchema, value: unknown, prefix = ''): Found[] {
  return [...Value.Errors(schema, value)].flatMap((error) => {
    const { keyword, instancePath, message } = error
    const params: Record<string, unknown> = { ...error.params }
    const path = pathOf(prefix, instancePath)
    switch (keyword) {
      case 'boolean': // told with the object that holds the field
      case 'not':
        return []
      case 'required':
        return fault(
          path,
          `thiếu: ${list(params.requiredProperties)}`,
          `missing: ${list(params.requiredProperties)}`,
        )
      case 'additionalProperties':
        return fault(
          path,
          `trường không có trong quy định: ${list(params.additionalProperties)}`,
          `unknown field: ${list(params.additionalProperties)}`,
          Array.isArray(params.additionalProperties) ? String(params.additionalProperties[0]) : undefined,
        )
      case 'type':
        return fault(path, `phải là ${list(params.type)}`, `must be ${list(params.type)}`)
      case 'enum':
        return fault(
          path,
          `phải là một trong: ${list(params.allowedValues)}`,
          `must be one of: ${list(params.allowedValues)}`,
        )
      case 'const':
        return fault(path, `phải là ${list(params.allowedValue)}`, `must be ${list(params.allowedValue)}`)
      default:
        return fault(path, `không hợp lệ (${message})`, message)
    }
  })
}

const AnyInject = Type.Object({ kind: Type.Enum(['curve', 'silence', 'alert', 'message']) })
/** Each inject is held against its own kind: a choice of four would only say that none fits. */
const Outline = Type.Object(
  { ...Scenario.properties, injects: Type.Array(AnyInject, { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false },
)

function shapeFaults(value: unknown): Found[] {
  const outline = schemaFaults(Outline, value)
  if (outline.length || !Value.Check(Outline, value)) return outline
  return value.injects.flatMap((inject, i) => schemaFaults(INJECTS[inject.kind], inject, `injects[${i}]`))
}

function meaningFaults(s: Scenario, now: CatalogueSnapshot, today: string): Found[] {
  const faults: Found[] = []
  const say = (path: string, vi: string, en: string) => faults.push(fault(path, vi, en))
  const connections = new Map(s.connections.map((c) => [c.id, c]))
  const injects = new Map<string, Inject>()
  const seen = new Set<string>()
  for (const [i, c] of s.connections.entries()) {
    if (seen.has(c.id)) say(`connections[${i}].id`, `trùng mã ${c.id}`, `${c.id} is there twice`)
    seen.add(c.id)
    if (!now.unitOn(c.agency, today))
      say(`connections[${i}].agency`, `không có cơ quan ${c.agency}`, `no agency ${c.agency}`)
  }
  for (const [i, code] of s.picture.entries())
    if (!now.indicator(code)) say(`picture[${i}]`, `không có chỉ tiêu ${code}`, `no indicator ${code}`)
  for (const [i, inject] of s.injects.entries()) {
    const at = `injects[${i}]`
    if (injects.has(inject.id)) say(`${at}.id`, `trùng mã ${inject.id}`, `${inject.id} is there twice`)
    if (inject.at > s.minutes) say(`${at}.at`, 'sau khi kịch bản kết thúc', 'after the end of the scenario')
    if (inject.kind !== 'message') {
      const c = connections.get(inject.connection)
      const wanted = inject.kind === 'alert' ? 'alerts' : inject.kind === 'curve' ? 'numbers' : c?.kind
      if (!c)
        say(
          `${at}.connection`,
          `kịch bản không có kết nối ${inject.connection}`,
          `the scenario has no connection ${inject.connection}`,
        )
      else if (c.kind !== wanted)
        say(`${at}.connection`, `kết nối này không gửi loại đó`, 'this connection does not send that')
    }
    if (inject.kind === 'silence' && inject.until <= inject.at)
      say(`${at}.until`, 'phải sau lúc bắt đầu', 'must be after its beginning')
    if (inject.kind === 'alert') {
      const of = inject.of === undefined ? null : injects.get(inject.of)
      if (inject.type !== 'Alert' && of?.kind !== 'alert')
        say(
          `${at}.of`,
          'phải nêu cảnh báo trước đó mà nó thay hoặc hủy',
          'must name the earlier alert that it updates or cancels',
        )
    }
    if (inject.kind === 'curve') {
      const indicator = now.indicator(inject.indicator)
      const unit = now.unitOn(inject.unit, today)
      if (!indicator)
        say(`${at}.indicator`, `không có chỉ tiêu ${inject.indicator}`, `no indicator ${inject.indicator}`)
      else if (indicator.period !== 'realtime')
        say(
          `${at}.indicator`,
          'chỉ tiêu này không phải thời gian thực',
          'this indicator is not a real-time one',
        )
      if (!unit || !inForce(unit, today))
        say(`${at}.unit`, `không có đơn vị ${inject.unit}`, `no unit ${inject.unit}`)
      for (const [n, point] of inject.points.entries())
        if (n > 0 && (point[0] ?? 0) <= (inject.points[n - 1]?.[0] ?? 0))
          say(`${at}.points[${n}]`, 'phút phải tăng dần', 'minutes must rise')
    }
    injects.set(inject.id, inject)
  }
  const ids = new Set<string>()
  for (const [i, e] of s.expected.entries()) {
    if (ids.has(e.id)) say(`expected[${i}].id`, `trùng mã ${e.id}`, `${e.id} is there twice`)
    ids.add(e.id)
    if (!injects.has(e.after))
      say(`expected[${i}].after`, `không có tình huống ${e.after}`, `no inject ${e.after}`)
  }
  return faults
}

export type Read = { scenario: Scenario; faults: [] } | { scenario: null; faults: Fault[] }

/** A scenario from its file in YAML or JSON, or everything that is wrong with it: by field, and by line and column. */
export function readScenario(text: string, now: CatalogueSnapshot, at: number): Read {
  const read = readText(text)
  if ('faults' in read) return { scenario: null, faults: read.faults.slice(0, MOST_FAULTS) }
  const { value, place } = read
  const refused = (found: Found[]): Read => ({
    scenario: null,
    faults: found
      .slice(0, MOST_FAULTS)
      .map(({ field, ...f }) => ({ ...f, ...place(f.path, field) }))
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  })
  const shape = shapeFaults(value)
  if (shape.length || !Value.Check(Scenario, value)) return refused(shape)
  const faults = meaningFaults(value, now, dayOf(at))
  return faults.length ? refused(faults) : { scenario: value, faults: [] }
}

/** The scenarios that come with the product, by the names of their files. */
export const delivered = (): Map<string, string> =>
  new Map(
    readdirSync(FOLDER)
      .filter((f) => /\.(json|ya?ml)$/.test(f))
      .sort()
      .map((f) => [f.replace(/\.\w+$/, ''), readFileSync(join(FOLDER, f), 'utf8')]),
  )

export const summaryOf = (name: string, s: Scenario): ScenarioSummary => ({
  name,
  title: s.title,
  description: s.description,
  minutes: s.minutes,
  injects: s.injects.length,
  expected: s.expected.length,
})
