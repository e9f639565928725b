import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { Client } from './client.ts'
import { databaseUrl, makeDatabase } from './fresh.ts'

export type TestServer = {
  app: FastifyInstance
  url: string
  /** Not signed in. */
  anonymous: Client
  /** Creates an account of that role over that unit and signs it in over HTTP. */
  as(role: Role, unitCode?: string): Promise<Client>
  stop(): Promise<void>
}

/** A whole real server: own database, own folder, any free port. `env` adds settings. */
export async function startServer(env: Record<string, string> = {}): Promise<TestServer> {
  const name = `td_${randomBytes(6).toString('hex')}`
  const drop = await makeDatabase(name)
  const folder = await mkdtemp(join(tmpdir(), 'td-server-'))
  const config = readConfig(
    {
      PORT: '0',
      HOST: '127.0.0.1',
      MQTT_PORT: 'off',
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
      DATABASE_URL: databaseUrl(name),
      ...env,
    },
    false,
  )
  const app = await buildApp(config)
  await app.listen({ port: config.port, host: config.host })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  let n = 0
  return {
    app,
    url,
    anonymous: new Client(url),
    as: async (role, unitCode = 'VN') => {
      const username = `${role}${++n}`
      const password = `mật khẩu thử ${randomBytes(6).toString('hex')}`
      await app.access.createAccount({ username, displayName: username, role, unitCode, password })
      const client = new Client(url)
      await client.signIn(username, password)
      return client
    },
    stop: async () => {
      await app.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
