import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { Value } from 'typebox/value'
import {
  type ConnectorSettings,
  type HealthView,
  isSettingsKind,
  SETTINGS,
  type SettingsInput,
  type SettingsSave,
  type SettingsView,
  type TrialView,
} from '../../../shared/api/connectors.ts'
import type { Calendar } from '../../../shared/calendar.ts'
import { nextWithinHours } from '../../../shared/freshness.ts'
import { addDuration, parseDuration } from '../../../shared/period.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Bus } from '../../bus.ts'
import { transaction } from '../../db/index.ts'
import { mustFollow } from '../../versions.ts'
import type { Connections, RecordAct } from '../connections.ts'
import { DECODERS } from '../decode/index.ts'
import type { Files } from '../files/index.ts'
import type { Answer, Submission } from '../types.ts'
import { kindOf } from './kinds.ts'
import { newHealth } from './scheduled.ts'
import {
  dropSecrets,
  insertSettings,
  lockNewest,
  readBookmark,
  readSecrets,
  readSettings,
  type Settings,
  settingsVersions,
  writeBookmark,
  writeSecret,
} from './store.ts'
import { type Connector, FetchError } from './types.ts'
import type { Vault } from './vault.ts'

type Room = {
  pool: pg.Pool
  bus: Bus
  log: FastifyBaseLogger
  connections: Connections
  files: Files
  vault: Vault
  record: RecordAct
  /** Longest payload in bytes. */
  limit: number
  dataDir: string
  calendar(): Calendar
  /** Takes in what a connector brings; `unchanged`: the source says nothing changed. */
  take(input: Submission, settings: ConnectorSettings, unchanged: boolean): Promise<Answer>
}

const isElsewhere = (stored: ConnectorSettings, settings: ConnectorSettings): boolean =>
  kindOf(stored).place(stored) !== kindOf(settings).place(settings)

/** The connections that get at their sources by themselves: each runs while it is enabled and has settings. */
export class Connectors {
  readonly #room: Room
  #settings = new Map<string, Settings>()
  readonly #running = new Map<string, { connector: Connector; version: number }>()
  #stopWatching = () => {}
  #closed = false
  /** Starts and stops come one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(room: Room) {
    this.#room = room
  }

  async start(): Promise<void> {
    this.#settings = await readSettings(this.#room.pool)
    for (const id of this.#settings.keys()) await this.#attune(id)
    this.#stopWatching = this.#room.bus.on('connections', ({ ids }) => {
      for (const id of ids) void this.#attune(id)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopWatching()
    await this.#turn
    await Promise.all([...this.#running.values()].map((r) => r.connector.stop()))
  }

  health(id: string): HealthView {
    const running = this.#running.get(id)
    if (running) return running.connector.health()
    return { ...newHealth(), state: this.#settings.has(id) ? 'disabled' : 'unset' }
  }

  /** The settings in force; null = none yet. */
  current(id: string): ConnectorSettings | null {
    return this.#settings.get(id)?.settings ?? null
  }

  /** A connection's own folder below the data folder. */
  folder(id: string): string {
    return join(this.#room.dataDir, 'drop', id)
  }

  async view(id: string): Promise<SettingsView> {
    const { pool } = this.#room
    const secrets = (await readSecrets(pool, id)).map(({ name, setAt }) => ({ name, setAt }))
    const versions = await settingsVersions(pool, id)
    return { current: this.#settings.get(id) ?? null, secrets, versions, health: this.health(id) }
  }

  /**
   * The next version of the settings, in force at once. Throws NOT_FOUND, CONFLICT (another connector, a newer version),
   * BAD_REQUEST.
   */
  async change(id: string, { settings: asked, secrets, after }: SettingsSave, by: string): Promise<number> {
    const settings = this.#sound(id, asked, secrets)
    const kind = kindOf(settings)
    const { vault, pool, record } = this.#room
    const version = after + 1
    await transaction(pool, async (client) => {
      const newest = await lockNewest(client, id)
      mustFollow(newest, after)
      // A stored secret goes only where it was meant to go.
      const elsewhere = newest !== undefined && isElsewhere(newest.settings, settings)
      const name = elsewhere ? kind.secrets(settings).find((n) => secrets[n] === undefined) : undefined
      if (name)
        throw new RequestError('BAD_REQUEST', {
          field: `secrets.${name}`,
          problem: 'the address is another: enter it anew',
        })
      await insertSettings(client, id, { version, settings }, by)
      for (const [name, value] of Object.entries(secrets))
        await writeSecret(client, id, name, vault.seal(value, `${id}/${name}`), by)
      await dropSecrets(client, id, kind.secrets(settings))
      const detail = { version, place: kind.place(settings), secrets: Object.keys(secrets) }
      await record({ actor: by, action: 'connection.settings', subject: `connection:${id}`, detail }, client)
    })
    this.#settings.set(id, { version, settings })
    await this.#attune(id)
    return version
  }

  /** Looks once by settings that need not be saved, and shows how it would be read. Writes nothing. Throws as `change`. */
  async trial(id: string, { settings: asked, secrets }: SettingsInput): Promise<TrialView> {
    const settings = this.#sound(id, asked, secrets)
    // A stored secret goes only where it was meant to go: another address is tried with secrets entered anew.
    const stored = this.current(id)
    const known = stored !== null && isElsewhere(stored, settings) ? {} : await this.#secrets(id)
    const { limit, files } = this.#room
    const wish = { id, settings, secrets: { ...known, ...secrets }, limit, folder: this.folder(id) }
    try {
      return await kindOf(settings).trial(wish, files)
    } catch (error) {
      if (error instanceof FetchError) throw new RequestError('BAD_REQUEST', { fetch: error.body() })
      throw error
    }
  }

  /** Settings of the connection's own connector, checked. */
  #sound(id: string, asked: ConnectorSettings, secrets: Record<string, string>): ConnectorSettings {
    const c = this.#room.connections.get(id)
    if (!c) throw new RequestError('NOT_FOUND', { connection: id })
    if (!isSettingsKind(c.connector) || c.connector !== asked.kind)
      throw new RequestError('CONFLICT', { connector: c.connector, kind: asked.kind })
    const bad = (field: string, problem: string) => new RequestError('BAD_REQUEST', { field, problem })
    const schema = SETTINGS[asked.kind]
    const [first] = Value.Errors(schema, asked)
    if (first) throw bad(`settings${first.instancePath.replaceAll('/', '.')}`, first.message)
    if ('every' in asked) {
      const span = parseDuration(asked.every) ? addDuration(0, asked.every) : 0
      if (span < 1_000 || span > 31 * 86_400_000) throw bad('settings.every', 'from PT1S to P1M is expected')
    }
    const kind = kindOf(asked)
    const fault = kind.fault(asked)
    if (fault) throw bad(`settings.${fault.field}`, fault.problem)
    for (const name of Object.keys(secrets))
      if (!kind.secrets(asked).includes(name)) throw bad(`secrets.${name}`, 'not among the secrets')
    for (const choice of Object.values(asked.mapping?.items ?? {}))
      if (choice && 'create' in choice)
        throw bad('settings.mapping.items', 'an indicator is created by a person, before')
    return asked
  }

  async #secrets(id: string): Promise<Record<string, string>> {
    const rows = await readSecrets(this.#room.pool, id)
    const open = rows.map((s) => [s.name, this.#room.vault.unseal(s.sealed, `${id}/${s.name}`)] as const)
    return Object.fromEntries(open.filter((s): s is readonly [string, string] => s[1] !== null))
  }

  /** Brings what runs in line with what is enabled and set. */
  #attune(id: string): Promise<void> {
    const done = this.#turn.then(async () => {
      const settings = this.#settings.get(id)
      const wanted = !this.#closed && settings && this.#room.connections.get(id)?.enabled
      const running = this.#running.get(id)
      if (running && (!wanted || running.version !== settings?.version)) {
        this.#running.delete(id)
        await running.connector.stop()
      }
      if (!wanted || this.#running.has(id)) return
      const connector = this.#make(id, settings)
      this.#running.set(id, { connector, version: settings.version })
      connector.start()
    })
    this.#turn = done.catch((error: unknown) => this.#room.log.error({ error, connection: id }, 'connector'))
    return done
  }

  #make(id: string, { version, settings }: Settings): Connector {
    const { pool, log, limit, connections, take } = this.#room
    return kindOf(settings).make({
      id,
      settings,
      limit,
      folder: this.folder(id),
      opening: (at) =>
        nextWithinHours(at, connections.get(id)?.contract.times.hours ?? null, this.#room.calendar()),
      reading: () => `${version}/${connections.get(id)?.contract.version}/${DECODERS}`,
      secrets: () => this.#secrets(id),
      readBookmark: () => readBookmark(pool, id),
      writeBookmark: (bookmark) => writeBookmark(pool, id, bookmark),
      deliver: ({ body, fileName, receivedAt }) =>
        take(
          {
            connectionId: id,
            entry: settings.kind === 'file-drop' ? 'file' : 'machine',
            body,
            contentType: settings.kind === 'http-pull' ? 'message/http' : 'text/plain',
            ...(fileName === null ? {} : { fileName }),
            settingsVersion: version,
            receivedAt,
          },
          settings,
          fileName === null,
        ),
      gone: (gone) => this.#room.bus.emit('source-gone', { id, gone, at: Date.now() }),
      onError: (error) => log.error({ error, connection: id }, 'connector failed'),
    })
  }
}
