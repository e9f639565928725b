import { dropForeignPush, leavePush } from './push.ts'
import { api } from './request.ts'
import { forget, type Me, remember } from './session.ts'

export { RequestProblem } from './problem.ts'
export { pushHere, pushNoMore, pushState } from './push.ts'
export { makeQueries } from './queries.ts'
export { api, readAsOf, screenToken, timed } from './request.ts'
export { type Me, type MeView, type Person, sessionStore, useMe, useSession } from './session.ts'

/** Asks who we are. Rejects only when the server cannot be reached. */
export async function learnSession(): Promise<void> {
  try {
    remember(await api.get<Me>('/api/me'))
  } catch (error) {
    forget()
    if (error instanceof Error && 'status' in error && error.status === 0) throw error
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  await api.post('/api/sign-in', { username, password })
  await learnSession()
  dropForeignPush().catch(() => undefined)
}

export async function signOut(): Promise<void> {
  await leavePush().catch(() => undefined)
  await api.post('/api/sign-out').catch(() => undefined)
  forget()
}
