import type { Static } from 'typebox'
import type { AccountView, AuditView, TokenView } from '../../../shared/api/access.ts'

export type Account = Static<typeof AccountView>
export type Token = Static<typeof TokenView>
export type AuditEntry = Static<typeof AuditView>
/** Fewest characters of a password. */
export const LEAST_PASSWORD = 12
