import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { About } from './about.ts'
import { type CubeRow, jsonStat } from './json-stat.ts'
import { type Field, xlsx } from './xlsx.ts'

export const FILES = ['xlsx', 'json-stat'] as const
export type FileFormat = (typeof FILES)[number]
export const ExportFormat = Type.Optional(Type.Enum(['json', 'csv', ...FILES]))
export const isFile = (format: string | undefined): format is FileFormat => FILES.some((f) => f === format)

/** A download: the rows as a workbook, or as a cube. */
export async function sendFile(
  reply: FastifyReply,
  format: FileFormat,
  name: string,
  {
    rows,
    columns,
    cube,
    about,
  }: {
    rows: readonly Record<string, Field>[]
    columns: readonly string[]
    cube: readonly CubeRow[]
    about: About
  },
): Promise<FastifyReply> {
  const file = format === 'xlsx' ? `${name}.xlsx` : `${name}.json`
  reply.header('content-disposition', `attachment; filename="${file}"`)
  if (format === 'xlsx')
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .send(await xlsx(rows, columns, about))
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(jsonStat(cube, about)))
}
