import type { MappingInput, NewIndicatorInput, PreviewView } from '../../../shared/api/intake.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { UNIT_KINDS } from '../../../shared/vocabulary.ts'
import { type Catalogue, dayOf, type NewIndicator, nameOn } from '../../catalogue/index.ts'
import type { Prepared } from '../commit.ts'
import type { Connections } from '../connections.ts'
import { decode, typeOfFile } from '../decode/index.ts'
import type { Decoded, Limits, RawRow } from '../decode/types.ts'
import type { NameMappings } from '../name-mapping.ts'
import { prepare, sha256 } from '../prepare.ts'
import type { Answer, Connection, Submission } from '../types.ts'
import { type Known, type Validated, validate } from '../validate.ts'
import { previewOf } from './preview.ts'
import { propose, type Recognised, recognise } from './recognise.ts'
import { checkMapping, type FileRows, fileRows } from './rows.ts'
import { flatten, HEADS } from './shape.ts'
import { UnitNames } from './units.ts'

export type FileInput = {
  name: string
  body: Buffer
  /** Whose figures these are: a connection, or the agency whose file connection is used (made when missing). */
  connectionId?: string
  agencyCode?: string
  /** What a person decided; absent = what is recognised. */
  mapping?: MappingInput
}
export type ImportResult = {
  answer: Answer
  created: string[]
  connection: string
  mapping: MappingInput | null
}
export type Opened = {
  decoded: Decoded
  recognised: Recognised | null
  mapping: MappingInput | null
  flat: FileRows | null
  rows: RawRow[]
}
type Room = {
  connections: Connections
  catalogue: Catalogue
  limits: Limits
  names: NameMappings
  write(message: Prepared): Promise<Answer>
}

/** Yearly tables of a published file: expected once a year, kept for years. */
const FILE_TIMES = { period: 'P1Y', graceSeconds: 365 * 86_400, expirySeconds: 5 * 365 * 86_400, hours: null }

/** Import of files by a person: look first, write then. The page and the command line use the same two functions. */
export class Files {
  readonly #room: Room
  constructor(room: Room) {
    this.#room = room
  }

  /** What the file was recognised as and what importing it would do; writes nothing. Throws RequestError on a file that cannot be read. */
  async preview(input: FileInput): Promise<PreviewView> {
    return (await this.examine(input)).preview
  }

  /** The same, with every row as it was judged. */
  async examine(input: FileInput): Promise<{ preview: PreviewView; judged: Validated }> {
    const connection = this.#connection(input)
    const opened = await this.#open(input)
    const now = this.#room.catalogue.now()
    const known = withNew(
      this.#room.catalogue,
      newOnes(opened.mapping, agencyOf(connection, this.#room.catalogue)),
    )
    const judged = validate(this.#room.names.apply(connection.id, opened.rows), connection, known, Date.now())
    const file = { name: input.name, body: input.body, sha256: sha256(input.body).toString('hex') }
    return { preview: previewOf(file, connection.id, opened, judged, now), judged }
  }

  /**
   * Creates the indicators the mapping asks for and takes the file in. Throws BAD_REQUEST when a column is undecided.
   * `by`: 'account:name' or 'system'; `sentBy`: the account's name.
   */
  async import(input: FileInput, by: string, sentBy?: string): Promise<ImportResult> {
    const { catalogue } = this.#room
    const opened = await this.#open(input)
    const { decoded, recognised, mapping } = opened
    if (recognised && mapping) {
      const undecided = recognised.items.filter((i) => mapping.items[i] === undefined)
      if (undecided.length) throw new RequestError('BAD_REQUEST', { field: 'mapping.items', undecided })
    }
    const connection = await this.#connectionForWriting(input, by)
    const created: string[] = []
    for (const indicator of newOnes(mapping, agencyOf(connection, catalogue))) {
      if (catalogue.now().indicator(indicator.code)) continue // made by an earlier try of this same import
      await catalogue.createIndicator(indicator)
      created.push(indicator.code)
    }
    const message = await prepare(
      {
        connectionId: connection.id,
        entry: 'file',
        body: input.body,
        contentType: typeOfFile(input.name),
        fileName: input.name,
        ...(mapping ? { mapping } : {}),
        ...(sentBy ? { sentBy } : {}),
        receivedAt: Date.now(),
      },
      this.#room,
      { decoder: decoded.format, version: decoded.version, rows: opened.rows, refused: [] },
    )
    return { answer: await this.#room.write(message), created, connection: connection.id, mapping }
  }

  /**
   * A payload a connector brought: read by its `fileName`'s ending and, where given, the mapping. Nothing is created.
   * Throws BAD_REQUEST when a column is undecided, and what `preview` throws.
   */
  async take(input: Submission & { fileName: string }, mapped?: MappingInput): Promise<Answer> {
    const { fileName: name, body } = input
    const opened = await this.#open({ name, body, ...(mapped ? { mapping: mapped } : {}) })
    const { decoded, recognised, mapping } = opened
    if (recognised && !mapped && !opened.rows.length)
      throw new RequestError('BAD_BODY', { problem: 'no column of units, times and numbers is recognised' })
    if (recognised && mapping) {
      const undecided = recognised.items.filter((i) => mapping.items[i] === undefined)
      if (undecided.length) throw new RequestError('BAD_REQUEST', { field: 'mapping.items', undecided })
    }
    const message = await prepare(
      { ...input, contentType: typeOfFile(name), ...(mapping ? { mapping } : {}) },
      this.#room,
      { decoder: decoded.format, version: decoded.version, rows: opened.rows, refused: [] },
    )
    return this.#room.write(message)
  }

  /** The rows of a file that was imported, read with the mapping it was imported by. */
  async reread(input: FileInput): Promise<RawRow[]> {
    return (await this.#open(input)).rows
  }

  async #open(input: FileInput): Promise<Opened> {
    const { catalogue, limits } = this.#room
    const decoded = await decode(input.body, typeOfFile(input.name), limits)
    if (decoded.kind === 'rows')
      return { decoded, recognised: null, mapping: null, flat: null, rows: decoded.rows }
    const now = catalogue.now()
    const names = new UnitNames(now)
    const recognised = recognise(decoded, names, input.mapping)
    if (input.mapping) checkMapping(input.mapping, recognised.axes, recognised.items, HEADS)
    const mapping = input.mapping ?? propose(recognised, now)
    const news = new Map(newOnes(mapping, '').map((i) => [i.code, { ...i, id: 0 }]))
    const flat = fileRows(
      flatten(decoded, recognised.layout),
      mapping,
      (code) => now.indicator(code) ?? news.get(code),
      names,
    )
    return { decoded, recognised, mapping, flat, rows: flat.rows }
  }

  #connection(input: FileInput): Connection {
    const { connections, catalogue } = this.#room
    const id = input.connectionId ?? fileConnectionId(input.agencyCode)
    const found = connections.get(id)
    if (found) return found
    const agency = input.connectionId
      ? undefined
      : catalogue.now().unitOn(input.agencyCode ?? '', dayOf(Date.now()))
    if (!agency) throw new RequestError('NOT_FOUND', { connection: id })
    const contract = {
      version: 0,
      times: FILE_TIMES,
      series: [],
      note: null,
      contact: null,
      legalBasis: null,
      escalation: null,
      twoPersons: false,
    }
    const name = nameOn(agency, dayOf(Date.now()))
    return {
      id,
      agencyId: agency.id,
      name: { vi: `Tệp của ${name.vi}`, en: `Files of ${name.en}` },
      connector: 'file',
      simulated: false,
      enabled: true,
      maintenance: null,
      keySetAt: null,
      createdAt: Date.now(),
      contract,
    }
  }

  async #connectionForWriting(input: FileInput, by: string): Promise<Connection> {
    const { connections } = this.#room
    const wanted = this.#connection(input)
    if (connections.get(wanted.id)) return wanted
    const { id, name, connector, simulated, contract } = wanted
    await connections
      .create(
        {
          id,
          agencyCode: input.agencyCode!,
          name,
          connector,
          simulated,
          contract: { times: contract.times, series: [] },
        },
        by,
      )
      .catch((error: unknown) => {
        if (!(error instanceof RequestError && error.code === 'CONFLICT')) throw error // another import made it meanwhile
      })
    return this.#connection(input)
  }
}

export const fileConnectionId = (agencyCode: string | undefined) => `FILE-${agencyCode ?? ''}`
const agencyOf = (c: Connection, catalogue: Catalogue) => catalogue.now().unitById(c.agencyId)?.code ?? ''

function newOnes(mapping: MappingInput | null, ownerCode: string): NewIndicator[] {
  return Object.values(mapping?.items ?? {}).flatMap((choice) =>
    choice && 'create' in choice ? [newIndicator(choice.create, ownerCode)] : [],
  )
}

function newIndicator(input: NewIndicatorInput, ownerCode: string): NewIndicator {
  const level = UNIT_KINDS.find((k) => k === input.level)
  if (!level) throw new RequestError('BAD_REQUEST', { field: 'level', value: input.level, known: UNIT_KINDS })
  return {
    code: input.code,
    section: input.section,
    name: input.name,
    short: input.name,
    measure: input.measure,
    period: input.period,
    level,
    ownerCode,
    direction: input.direction ?? 'band',
    aggregation: input.aggregation,
    weightCode: input.weightCode ?? null,
    cutoff: 'calendar',
    decimals: input.decimals ?? 1,
    basis: input.source,
    inNationalSet: false,
    classification: 'internal',
  }
}

/** The catalogue as it will be once these indicators exist. */
function withNew(catalogue: Catalogue, list: NewIndicator[]): Known {
  const now = catalogue.now()
  const news = new Map(list.map((i, n) => [i.code, { ...i, id: -1 - n }]))
  const measures = new Set(list.map((i) => i.measure))
  return {
    indicator: (code) => now.indicator(code) ?? news.get(code),
    unitInForce: now.unitInForce,
    unitById: now.unitById,
    isWithin: (a, b, day) => now.isWithin(a, b, day),
    successorsOf: now.successorsOf,
    measure: (code) =>
      now.measure(code) ??
      (measures.has(code) ? { code, symbol: { vi: code, en: code }, dimension: code, factor: 1 } : undefined),
    convert: (value, from, to) => now.convert(value, from, to),
  }
}
