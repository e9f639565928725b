import { randomBytes } from 'node:crypto'
import type { Role } from '../../../shared/vocabulary.ts'
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
