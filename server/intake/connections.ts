import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import { parseDuration } from '../../shared/period.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Bus } from '../bus.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { dayOf } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import {
  insertConnection,
  insertContract,
  readConnections,
  readRevokedKeys,
  replaceKey,
  type StoredConnection,
  writeEnabled,
  writeMaintenance,
} from './store.ts'
import type { Connection, ContractInput, Maintenance, NewConnection } from './types.ts'

export type Act = {
  /** 'account:quantri', 'system' … */
  actor: string
  action: string
  subject: string
  detail?: Record<string, unknown>
}
/** Writes the audit entry in the same transaction as what it tells of. */
export type RecordAct = (act: Act, client: pg.PoolClient) => Promise<void>

const newKey = () => randomBytes(32).toString('base64url')
export const hashKey = (key: string) => createHash('sha256').update(key).digest()

/** The register of connections with their current contracts, held in memory; every change is written and audited first. */
export class Connections {
  readonly #pool: pg.Pool
  readonly #bus: Bus
  readonly #catalogue: Catalogue
  readonly #record: RecordAct
  #byId = new Map<string, StoredConnection>()
  /** Connection of each replaced key, by its hash in hex. */
  #revoked = new Map<string, string>()

  constructor(pool: pg.Pool, bus: Bus, catalogue: Catalogue, record: RecordAct) {
    this.#pool = pool
    this.#bus = bus
    this.#catalogue = catalogue
    this.#record = record
  }

  async load(): Promise<void> {
    this.#byId = new Map((await readConnections(this.#pool)).map((c) => [c.id, c]))
    this.#revoked = new Map((await readRevokedKeys(this.#pool)).map((k) => [k.hash, k.id]))
  }

  get(id: string): Connection | undefined {
    return this.#byId.get(id)
  }

  list(): Connection[] {
    return [...this.#byId.values()]
  }

  /** Who holds this key. Throws UNAUTHENTICATED, KEY_REVOKED or, unless `disabledToo`, CONNECTION_DISABLED. */
  authenticate(id: string, key: string, disabledToo = false): Connection {
    const c = this.#byId.get(id)
    const hash = hashKey(key)
    const expected = c?.keyHash ?? Buffer.alloc(32)
    if (!timingSafeEqual(hash, expected) || !c?.keyHash) {
      if (c && this.#revoked.get(hash.toString('hex')) === id)
        throw new RequestError('KEY_REVOKED', { connection: id })
      throw new RequestError('UNAUTHENTICATED')
    }
    if (!c.enabled && !disabledToo) throw new RequestError('CONNECTION_DISABLED', { connection: id })
    return c
  }

  /** What identifies the present key: changes when the key does. */
  keyMark(id: string): string {
    return this.#byId.get(id)?.keyHash?.toString('hex') ?? ''
  }

  /** The key is returned here and never again. Throws CONFLICT, NOT_FOUND (agency), BAD_REQUEST (contract). */
  async create(input: NewConnection, by: string): Promise<{ id: string; key: string }> {
    const agency = this.#catalogue.now().unitOn(input.agencyCode, dayOf(Date.now()))
    if (!agency) throw new RequestError('NOT_FOUND', { field: 'agencyCode', value: input.agencyCode })
    const id = input.id ?? this.#freeId(input.agencyCode)
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(id))
      throw new RequestError('BAD_REQUEST', { field: 'id', value: id })
    if (this.#byId.has(id)) throw new RequestError('CONFLICT', { field: 'id', value: id })
    checkContract(this.#catalogue, input.contract)
    const key = newKey()
    await this.#change(id, by, 'connection.created', { agency: input.agencyCode }, async (client) => {
      await insertConnection(client, { ...input, id, agencyId: agency.id, keyHash: hashKey(key), by })
      await insertContract(client, id, input.contract, by)
    })
    return { id, key }
  }

  /** The old key stops at once. */
  async rekey(id: string, by: string): Promise<{ id: string; key: string }> {
    const old = this.#must(id).keyHash?.toString('hex')
    const key = newKey()
    await this.#change(id, by, 'connection.rekeyed', {}, (client) => replaceKey(client, id, hashKey(key)))
    if (old) this.#revoked.set(old, id)
    return { id, key }
  }

  async setEnabled(id: string, enabled: boolean, by: string): Promise<void> {
    this.#must(id)
    const action = enabled ? 'connection.enabled' : 'connection.disabled'
    await this.#change(id, by, action, {}, (client) => writeEnabled(client, id, enabled))
  }

  /** Null ends the maintenance. */
  async setMaintenance(id: string, m: Maintenance | null, by: string): Promise<void> {
    this.#must(id)
    if (m && !(m.from < m.to)) throw new RequestError('BAD_REQUEST', { field: 'to' })
    await this.#change(id, by, 'connection.maintenance', { ...m }, (client) =>
      writeMaintenance(client, id, m),
    )
  }

  /** Returns the new version. */
  async newContract(id: string, contract: ContractInput, by: string): Promise<number> {
    this.#must(id)
    checkContract(this.#catalogue, contract)
    return this.#change(id, by, 'connection.contract', {}, (client) =>
      insertContract(client, id, contract, by),
    )
  }

  #must(id: string): StoredConnection {
    const c = this.#byId.get(id)
    if (!c) throw new RequestError('NOT_FOUND', { connection: id })
    return c
  }

  #freeId(agencyCode: string): string {
    for (let n = 1; ; n++) {
      const id = `${agencyCode}-${n}`
      if (!this.#byId.has(id)) return id
    }
  }

  async #change<T>(
    id: string,
    by: string,
    action: string,
    detail: Record<string, unknown>,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const result = await transaction(this.#pool, async (client) => {
      const done = await work(client)
      await this.#record({ actor: by, action, subject: `connection:${id}`, detail }, client)
      return done
    })
    const [stored] = await readConnections(this.#pool, [id])
    if (stored) this.#byId.set(id, stored)
    this.#bus.emit('connections', { ids: [id] })
    return result
  }
}

function checkContract(catalogue: Catalogue, { times, series, escalation }: ContractInput): void {
  const bad = (field: string, value: unknown) => new RequestError('BAD_REQUEST', { field, value })
  const now = catalogue.now()
  if (!parseDuration(times.period)) throw bad('contract.times.period', times.period)
  if (times.graceSeconds < 0) throw bad('contract.times.graceSeconds', times.graceSeconds)
  if (times.expirySeconds <= 0) throw bad('contract.times.expirySeconds', times.expirySeconds)
  if (escalation && !(escalation.owner <= escalation.duty && escalation.duty <= escalation.propose))
    throw bad('contract.escalation', escalation)
  for (const [i, s] of series.entries()) {
    const at = `contract.series[${i}]`
    const indicator = now.indicator(s.indicator)
    if (!indicator) throw bad(`${at}.indicator`, s.indicator)
    if (s.measure && now.convert(1, s.measure, indicator.measure) === null)
      throw bad(`${at}.measure`, s.measure)
    if (s.min !== undefined && s.max !== undefined && s.min > s.max) throw bad(`${at}.min`, s.min)
    if (Array.isArray(s.units))
      for (const code of s.units) if (!now.unitsOfCode(code).length) throw bad(`${at}.units`, code)
  }
}
