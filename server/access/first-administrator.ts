import type { FastifyInstance } from 'fastify'
import { hashToken, newToken } from './secrets.ts'
import type { AccessStore } from './store.ts'

const PURPOSE = 'first-administrator'
const nationOf = (app: FastifyInstance) => app.catalogue.now().nation().id
const VALID_MS = 24 * 3_600_000

/** From ADMIN_USERNAME and ADMIN_PASSWORD, when there is no administrator yet. */
export async function ensureAdministrator(app: FastifyInstance, store: AccessStore): Promise<void> {
  const { adminUsername, adminPassword } = app.config
  if (!adminUsername || !adminPassword || (await store.hasAdministrator(nationOf(app)))) return
  await app.access.createAccount({
    username: adminUsername,
    displayName: adminUsername,
    role: 'administrator',
    unitCode: app.catalogue.now().nation().code,
    password: adminPassword,
  })
}

/** A new link at each start; an earlier one that nobody used no longer works. Null when there is an administrator. */
export async function administratorLink(
  app: FastifyInstance,
  store: AccessStore,
  base: string,
): Promise<string | null> {
  if (await store.hasAdministrator(nationOf(app))) return null
  const token = newToken()
  await store.dropLinks(PURPOSE)
  await store.addLink(hashToken(token), PURPOSE, Date.now() + VALID_MS)
  return `${base}/sign-in#first=${token}`
}
