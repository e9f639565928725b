import { RequestError } from '../../shared/refusal.ts'

/** A read that the database ended for its length becomes a refusal that says so (TOO_LONG). */
export async function bounded<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014')
      throw new RequestError('TOO_LONG')
    throw error
  }
}
