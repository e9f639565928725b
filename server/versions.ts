import { NEWER_VERSION } from '../shared/api/versions.ts'
import { RequestError } from '../shared/refusal.ts'

/** The newest version of what is kept in versions, and who wrote it. */
export type Newest = { version: number; by: string | null }

/**
 * What is saved whole would undo what another saved since it was read. To be asked under the lock that the writing holds:
 * outside it two could follow the same version. Throws CONFLICT with the newest.
 */
export function mustFollow(newest: Newest | undefined, after: number): void {
  const { version, by } = newest ?? { version: 0, by: null }
  if (version !== after)
    throw new RequestError('CONFLICT', { field: 'after', reason: NEWER_VERSION, version, by })
}
