import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import type {
  HealthView,
  PullSettings,
  SettingsInput,
  SettingsView,
  TrialView,
} from '../../../shared/api/connectors.ts'
import { addDuration, parseDuration } from '../../../shared/period.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Bus } from '../../bus.ts'
import { transaction } from '../../db/index.ts'
import type { Connections, RecordAct } from '../connections.ts'
import type { Files } from '../files/index.ts'
import type { Answer, Submission } from '../types.ts'
import { HttpPull } from './http-pull.ts'
import {
  dropSecrets,
  insertSettings,
  readBookmark,
  readSecrets,
  readSettings,
  type Settings,
  settingsVersions,
  writeBookmark,
  writeSecret,
} from './store.ts'
import { trial } from './trial.ts'
import type { Connector } from './types.ts'
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
  /** Takes in what a connector brings; `unchanged`: the source says nothing changed. */
  take(input: Submission, settings: PullSettings, unchanged: boolean): Promise<Answer>
}
const NOTHING = { lastContactAt: null, lastDeliveryAt: null, nextAt: null, failures: 0, lastError: null }

/** The connections that fetch by themselves: each runs while it is enabled and has settings. */
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
    return { state: this.#settings.has(id) ? 'disabled' : 'unset', ...NOTHING }
  }

  async view(id: string): Promise<SettingsView> {
    const { pool } = this.#room
    const secrets = (await readSecrets(pool, id)).map(({ name, setAt }) => ({ name, setAt }))
    const versions = await settingsVersions(pool, id)
    return { current: this.#settings.get(id) ?? null, secrets, versions, health: this.health(id) }
  }

  /** The next version of the settings, in force at once. Throws NOT_FOUND, CONFLICT (another connector), BAD_REQUEST. */
  async change(id: string, { settings, secrets }: SettingsInput, by: string): Promise<number> {
    this.#mustPull(id)
    check(settings, secrets)
    const { vault, pool, record } = this.#room
    // A stored secret goes only where it was meant to go.
    const stored = this.#settings.get(id)?.settings
    if (stored && new URL(stored.url).origin !== new URL(settings.url).origin) {
      const name = settings.secretHeaders.find((h) => secrets[h] === undefined)
      if (name)
        throw new RequestError('BAD_REQUEST', {
          field: `secrets.${name}`,
          problem: 'the address is another: enter it anew',
        })
    }
    const version = await transaction(pool, async (client) => {
      const version = await insertSettings(client, id, settings, by)
      for (const [name, value] of Object.entries(secrets))
        await writeSecret(client, id, name, vault.seal(value, `${id}/${name}`), by)
      await dropSecrets(client, id, settings.secretHeaders)
      const detail = { version, url: settings.url, secrets: Object.keys(secrets) }
      await record({ actor: by, action: 'connection.settings', subject: `connection:${id}`, detail }, client)
      return version
    })
    this.#settings.set(id, { version, settings })
    await this.#attune(id)
    return version
  }

  /** Fetches once by settings that need not be saved, and shows how it would be read. Writes nothing. Throws as `change`. */
  async trial(id: string, { settings, secrets }: SettingsInput): Promise<TrialView> {
    this.#mustPull(id)
    check(settings, secrets)
    // A stored secret goes only where it was meant to go: another address is tried with secrets entered anew.
    const stored = this.#settings.get(id)?.settings
    const same = stored && new URL(stored.url).origin === new URL(settings.url).origin
    const known = same ? await this.#secrets(id) : {}
    return trial(
      { id, settings, secrets: { ...known, ...secrets }, limit: this.#room.limit },
      this.#room.files,
    )
  }

  #mustPull(id: string): void {
    const c = this.#room.connections.get(id)
    if (!c) throw new RequestError('NOT_FOUND', { connection: id })
    if (c.connector !== 'http-pull') throw new RequestError('CONFLICT', { connector: c.connector })
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
    return new HttpPull({
      id,
      settings,
      limit,
      hours: () => connections.get(id)?.contract.times.hours ?? null,
      secrets: () => this.#secrets(id),
      readBookmark: () => readBookmark(pool, id),
      writeBookmark: (bookmark) => writeBookmark(pool, id, bookmark),
      deliver: ({ body, fileName, receivedAt }) =>
        take(
          {
            connectionId: id,
            entry: 'machine',
            body,
            contentType: 'message/http',
            ...(fileName === null ? {} : { fileName }),
            settingsVersion: version,
            receivedAt,
          },
          settings,
          fileName === null,
        ),
      onError: (error) => log.error({ error, connection: id }, 'connector failed'),
    })
  }
}

/** What the schema cannot say. Throws BAD_REQUEST naming the field. */
function check(settings: PullSettings, secrets: Record<string, string>): void {
  const bad = (field: string, problem: string) => new RequestError('BAD_REQUEST', { field, problem })
  const url = URL.canParse(settings.url) ? new URL(settings.url) : null
  if (!url) throw bad('settings.url', 'not an address')
  if (url.username || url.password) throw bad('settings.url', 'a password belongs into a secret header')
  const span = parseDuration(settings.every) ? addDuration(0, settings.every) : 0
  if (span < 1_000 || span > 31 * 86_400_000) throw bad('settings.every', 'from PT1S to P1M is expected')
  const open = new Set(Object.keys(settings.headers).map((h) => h.toLowerCase()))
  const sealed = settings.secretHeaders.map((h) => h.toLowerCase())
  if (new Set(sealed).size < sealed.length || sealed.some((h) => open.has(h)))
    throw bad('settings.secretHeaders', 'each header once')
  for (const name of Object.keys(secrets))
    if (!settings.secretHeaders.includes(name)) throw bad(`secrets.${name}`, 'not among the secret headers')
  for (const choice of Object.values(settings.mapping?.items ?? {}))
    if (choice && 'create' in choice)
      throw bad('settings.mapping.items', 'an indicator is created by a person, before')
}
