import type pg from 'pg'
import type { Language, Role } from '../../shared/vocabulary.ts'
import type { AccountPrincipal } from './principal.ts'

export type Account = {
  id: number
  username: string
  displayName: string
  role: Role
  unitId: number
  enabled: boolean
  mustChangePassword: boolean
  language: Language
  createdAt: number
}
type AccountRow = {
  id: number
  username: string
  display_name: string
  role: Role
  unit_id: number
  enabled: boolean
  must_change_password: boolean
  language: Language
  created_at: Date
  password_hash: string
}
const account = (r: AccountRow): Account => ({
  id: r.id,
  username: r.username,
  displayName: r.display_name,
  role: r.role,
  unitId: r.unit_id,
  enabled: r.enabled,
  mustChangePassword: r.must_change_password,
  language: r.language,
  createdAt: r.created_at.getTime(),
})
const principalOf = (
  r: AccountRow,
  by: AccountPrincipal['by'],
  session: string | null,
): AccountPrincipal => ({
  kind: 'account',
  id: r.id,
  username: r.username,
  displayName: r.display_name,
  role: r.role,
  unitId: r.unit_id,
  language: r.language,
  by,
  session,
})

export type SessionData = { csrf: string; createdAt: number }
const IDLE = '12 hours'
const LONGEST_MS = 7 * 86_400_000

/** All SQL of accounts, sessions and personal tokens. Secrets come in hashed. */
export const accessStore = (pool: pg.Pool) => ({
  async credentials(username: string) {
    const { rows } = await pool.query<AccountRow>('select * from account where username = $1', [username])
    return rows[0] ? { account: account(rows[0]), hash: rows[0].password_hash } : null
  },
  async byId(id: number) {
    const { rows } = await pool.query<AccountRow>('select * from account where id = $1', [id])
    return rows[0] ? { account: account(rows[0]), hash: rows[0].password_hash } : null
  },
  async list(): Promise<Account[]> {
    const { rows } = await pool.query<AccountRow>('select * from account order by username')
    return rows.map(account)
  },
  async create(
    client: pg.ClientBase,
    a: {
      username: string
      displayName: string
      role: Role
      unitId: number
      hash: string
      mustChange: boolean
      by: string
    },
  ): Promise<number | null> {
    const { rows } = await client.query<{ id: number }>(
      `insert into account (username, display_name, role, unit_id, password_hash, must_change_password, created_by)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (username) do nothing returning id`,
      [a.username, a.displayName, a.role, a.unitId, a.hash, a.mustChange, a.by],
    )
    return rows[0]?.id ?? null
  },
  async update(
    client: pg.ClientBase,
    id: number,
    c: { displayName?: string; role?: Role; unitId?: number; enabled?: boolean; language?: Language },
  ): Promise<void> {
    await client.query(
      `update account set display_name = coalesce($2, display_name), role = coalesce($3, role),
         unit_id = coalesce($4, unit_id), enabled = coalesce($5, enabled), language = coalesce($6, language) where id = $1`,
      [id, c.displayName ?? null, c.role ?? null, c.unitId ?? null, c.enabled ?? null, c.language ?? null],
    )
  },
  async setPassword(client: pg.ClientBase, id: number, hash: string, mustChange: boolean): Promise<void> {
    await client.query('update account set password_hash = $2, must_change_password = $3 where id = $1', [
      id,
      hash,
      mustChange,
    ])
  },
  /** Of the whole country: only such a one makes accounts. */
  async hasAdministrator(nation: number): Promise<boolean> {
    const { rows } = await pool.query(
      "select from account where role = 'administrator' and unit_id = $1 limit 1",
      [nation],
    )
    return rows.length > 0
  },
  /**
   * The nation's administrators who can still sign in, besides one. It is locked with them, all in one order: two who take each
   * other's role at once come one after the other.
   */
  async otherAdministrators(client: pg.ClientBase, id: number, nation: number): Promise<number> {
    const { rows } = await client.query<{ id: number }>(
      `select id from account where id = $1 or (role = 'administrator' and enabled and unit_id = $2)
       order by id for update`,
      [id, nation],
    )
    return rows.filter((r) => r.id !== id).length
  },

  async openSession(sid: Buffer, accountId: number, csrf: string): Promise<void> {
    await pool.query(
      `insert into web_session (sid, account_id, data, expires_at) values ($1, $2, $3, now() + interval '${IDLE}')`,
      [sid.toString('hex'), accountId, { csrf, createdAt: Date.now() } satisfies SessionData],
    )
  },
  /** Reads and prolongs; null when it is over, or its account disabled. */
  async session(
    sid: Buffer,
  ): Promise<{ principal: AccountPrincipal; data: SessionData; mustChange: boolean } | null> {
    const { rows } = await pool.query<AccountRow & { data: SessionData; soon: boolean }>(
      `select a.*, s.data, s.expires_at < now() + interval '${IDLE}' - interval '5 minutes' soon
       from web_session s join account a on a.id = s.account_id
       where s.sid = $1 and s.expires_at > now() and a.enabled`,
      [sid.toString('hex')],
    )
    const row = rows[0]
    if (!row || Date.now() - row.data.createdAt > LONGEST_MS) return null
    if (row.soon)
      await pool.query(`update web_session set expires_at = now() + interval '${IDLE}' where sid = $1`, [
        sid.toString('hex'),
      ])
    return {
      principal: principalOf(row, 'session', sid.toString('hex')),
      data: row.data,
      mustChange: row.must_change_password,
    }
  },
  async closeSession(sid: Buffer): Promise<void> {
    await pool.query('delete from web_session where sid = $1', [sid.toString('hex')])
  },
  async closeSessions(client: pg.ClientBase, accountId: number, except: Buffer | null): Promise<void> {
    await client.query('delete from web_session where account_id = $1 and sid is distinct from $2', [
      accountId,
      except?.toString('hex') ?? null,
    ])
  },
  /** Clears what is over; returns the sessions that ended, as hashes in hex. */
  async sweep(): Promise<string[]> {
    const { rows } = await pool.query<{ sid: string }>(
      "delete from web_session where expires_at < now() or (data->>'createdAt')::bigint < $1 returning sid",
      [Date.now() - LONGEST_MS],
    )
    await pool.query("delete from one_time_link where expires_at < now() - interval '7 days'")
    return rows.map((r) => r.sid)
  },

  async byToken(hash: Buffer): Promise<AccountPrincipal | null> {
    const { rows } = await pool.query<AccountRow & { token_id: number; stale: boolean }>(
      `select a.*, t.id token_id, t.last_used_at is null or t.last_used_at < now() - interval '1 minute' stale
       from personal_token t join account a on a.id = t.account_id
       where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and a.enabled`,
      [hash],
    )
    const row = rows[0]
    if (row?.stale)
      await pool.query('update personal_token set last_used_at = now() where id = $1', [row.token_id])
    return row ? principalOf(row, 'token', null) : null
  },
  async endTokens(client: pg.ClientBase, accountId: number): Promise<void> {
    await client.query(
      'update personal_token set revoked_at = now() where account_id = $1 and revoked_at is null',
      [accountId],
    )
  },
  async tokens(accountId: number) {
    const { rows } = await pool.query<{
      id: number
      name: string
      created_at: Date
      expires_at: Date | null
      last_used_at: Date | null
    }>(
      `select id, name, created_at, expires_at, last_used_at from personal_token
       where account_id = $1 and revoked_at is null order by id desc`,
      [accountId],
    )
    return rows.map((r) => ({
      id: r.id,
      name: r.name,
      createdAt: r.created_at.getTime(),
      expiresAt: r.expires_at?.getTime() ?? null,
      lastUsedAt: r.last_used_at?.getTime() ?? null,
    }))
  },
  async addToken(
    client: pg.ClientBase,
    accountId: number,
    name: string,
    hash: Buffer,
    expiresAt: number | null,
  ) {
    const { rows } = await client.query<{ id: number }>(
      'insert into personal_token (account_id, name, token_hash, expires_at) values ($1, $2, $3, $4) returning id',
      [accountId, name, hash, expiresAt === null ? null : new Date(expiresAt)],
    )
    return rows[0]!.id
  },
  async revokeToken(client: pg.ClientBase, accountId: number, id: number): Promise<boolean> {
    const { rowCount } = await client.query(
      'update personal_token set revoked_at = now() where id = $2 and account_id = $1 and revoked_at is null',
      [accountId, id],
    )
    return rowCount === 1
  },

  async addLink(hash: Buffer, purpose: string, expiresAt: number, detail: object = {}): Promise<void> {
    await pool.query(
      'insert into one_time_link (token_hash, purpose, expires_at, detail) values ($1, $2, $3, $4)',
      [hash, purpose, new Date(expiresAt), detail],
    )
  },
  async dropLinks(purpose: string): Promise<void> {
    await pool.query('delete from one_time_link where purpose = $1 and used_at is null', [purpose])
  },
  /** Uses a link up. True for the first who comes in time, once. */
  async useLink(client: pg.ClientBase, hash: Buffer, purpose: string): Promise<boolean> {
    const { rowCount } = await client.query(
      `update one_time_link set used_at = now()
       where token_hash = $1 and purpose = $2 and used_at is null and expires_at > now()`,
      [hash, purpose],
    )
    return rowCount === 1
  },
})
export type AccessStore = ReturnType<typeof accessStore>
