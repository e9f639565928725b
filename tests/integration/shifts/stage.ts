import { randomBytes } from 'node:crypto'
import { transaction } from '../../../server/db/index.ts'
import { writePlan } from '../../../server/shifts/store.ts'
import { type Role, ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { Client } from '../../harness/client.ts'
import type { TestServer } from '../../harness/server.ts'

export type Officer = { client: Client; id: number; name: string; username: string; password: string }

/** Somebody of the duty room who knows the password, as signing needs it. */
export async function officer(server: TestServer, name: string, role: Role = 'duty'): Promise<Officer> {
  const username = `truc-${randomBytes(3).toString('hex')}`
  const password = `mật khẩu thử ${randomBytes(6).toString('hex')}`
  const id = await server.app.access.createAccount({
    ...{ username, displayName: name, role, unitCode: 'VN', password },
  })
  const client = new Client(server.url)
  await client.signIn(username, password)
  return { client, id, name, username, password }
}

/** Whatever the hour, the shift that runs ends in so many minutes. */
export async function shiftEndsIn({ app }: TestServer, minutes: number): Promise<void> {
  const now = Math.floor(((Date.now() + ZONE_OFFSET_MS) % 86_400_000) / 60_000)
  const starts = [minutes, minutes + 720].map((m) => (now + m) % 1_440).sort((a, b) => a - b)
  await transaction(app.db.pool, (client) => writePlan(client, { fromDay: '2000-01-01', starts }, 'system'))
  await app.shifts.changed()
}
