import type { FastifyInstance } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import { hashToken, newToken } from './secrets.ts'
import type { AccessStore } from './store.ts'

const PURPOSE = 'first-administrator'
const nationOf = (app: FastifyInstance) => app.catalogue.now().nation().id
const VALID_MS = 24 * 3_600_000

/** From ADMIN_USERNAME and ADMIN_PASSWORD, when there is no administrator yet. */
export async function ensureAdministrator(app: FastifyInstance, store: AccessStore): Promise<void> {
  const { adminUsername, adminPassword } = app.config
  if (!adminUsername || !adminPassword || (await store.hasAdministrator(nationOf(app)))) return
  await app.access
    .createAccount({
      username: adminUsername,
      displayName: adminUsername,
      role: 'administrator',
      unitCode: app.catalogue.now().nation().code,
      password: adminPassword,
    })
    .catch((error: unknown) => {
      // An account of a part of the country, or another role: a start does not fail by it, the link makes an administrator.
      if (!(error instanceof RequestError && error.code === 'CONFLICT')) throw error
      app.log.warn(
        { username: adminUsername },
        'ADMIN_USERNAME is an account that is not the nation’s administrator',
      )
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
