import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'

/** Answers a list of flat-ish records as a CSV download; texts that a spreadsheet would run as a formula are quoted out. */
export function csv(reply: FastifyReply, name: string, list: object[]): string {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`)
  return `\uFEFF${stringify(
    list.map((record) => flat(record)),
    { header: true, escape_formulas: true },
  )}`
}

function flat(record: object, prefix = ''): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(record)) {
    const name = prefix ? `${prefix}_${key}` : key
    if (Array.isArray(value))
      out[name] = value.map((v) => (typeof v === 'object' ? JSON.stringify(v) : v)).join(' ')
    else if (value && typeof value === 'object') Object.assign(out, flat(value, name))
    else out[name] = value
  }
  return out
}
