import type {
  ConnectorSettings,
  HealthView,
  SettingsView,
  TrialView,
} from '../../../shared/api/connectors.ts'
import type { Connector } from '../../../shared/vocabulary.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import type { TestServer } from '../../harness/server.ts'

export type Failed = { code: string; detail: { fetch?: { code: string }; field?: string } }
type Stored = {
  id: string
  decoder: string
  accepted: number
  unchanged: number
  refused: number
  settings_version: number
  file_name: string | null
}

/** A connection of one connector, as an administrator makes and watches it. */
export class Made {
  readonly id: string
  readonly #admin: Client
  readonly #server: TestServer
  constructor(server: TestServer, admin: Client, id: string) {
    this.#server = server
    this.#admin = admin
    this.id = id
  }
  async set(settings: ConnectorSettings, secrets: Record<string, string> = {}) {
    const at = `/api/connections/${this.id}/settings`
    const after = (await this.#admin.get<SettingsView>(at)).body.current?.version ?? 0
    return this.#admin.post<SettingsView & Failed>(at, { settings, secrets, after })
  }
  trial(settings: ConnectorSettings, secrets: Record<string, string> = {}) {
    return this.#admin.post<TrialView & Failed>(`/api/connections/${this.id}/trial`, { settings, secrets })
  }
  async health() {
    return (await this.#admin.get<HealthView>(`/api/connections/${this.id}/health`)).body
  }
  failing(code: string) {
    return eventually(async () => {
      const { lastError } = await this.health()
      if (lastError?.code !== code) throw new Error(`${lastError?.code} ${JSON.stringify(lastError?.detail)}`)
    })
  }
  disable() {
    return this.#admin.post(`/api/connections/${this.id}/disable`, {})
  }
  enable() {
    return this.#admin.post(`/api/connections/${this.id}/enable`, {})
  }
  async messages(): Promise<Stored[]> {
    const { rows } = await this.#server.app.db.pool.query<Stored>(
      `select id, decoder, accepted, unchanged, refused, settings_version, file_name from message
       where connection_id = $1 order by id`,
      [this.id],
    )
    return rows
  }
  /** Values of everything taken in, in the order of their time. */
  async values(): Promise<number[]> {
    const { rows } = await this.#server.app.db.pool.query<{ value: number }>(
      `select distinct on (o.valid_to, o.series_id) o.value from observation o join message m on m.id = o.message_id
       where m.connection_id = $1 order by o.valid_to, o.series_id, o.revision desc`,
      [this.id],
    )
    return rows.map((r) => r.value)
  }
}

let n = 0
export async function made(server: TestServer, admin: Client, connector: Connector): Promise<Made> {
  const id = `${connector.toUpperCase()}-${++n}`
  const { status, body } = await admin.post('/api/connections', {
    id,
    agencyCode: 'VN',
    name: { vi: 'Nguồn thử', en: 'A source' },
    connector,
    contract: {
      times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
      series: [{ indicator: 'KTN-02', units: ['VN'], min: 0, max: 100_000 }],
    },
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return new Made(server, admin, id)
}
