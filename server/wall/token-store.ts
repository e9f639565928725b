import type pg from 'pg'

export type TokenFound = {
  id: number
  name: string
  device: Buffer | null
  /** In use, offered and not yet used, replaced and still good, replaced for good. */
  state: 'now' | 'next' | 'grace' | 'dead'
}

export async function findToken(db: pg.Pool, hash: Buffer): Promise<TokenFound | null> {
  const { rows } = await db.query<TokenFound>(
    `select s.id, s.name, s.device_hash "device",
       case when s.token_hash = $1 then 'now' when s.next_hash = $1 then 'next'
            when t.good_until > now() then 'grace' else 'dead' end state
     from screen s left join screen_token t on t.screen_id = s.id and t.token_hash = $1
     where s.revoked_at is null and (s.token_hash = $1 or s.next_hash = $1 or t.token_hash is not null)`,
    [hash],
  )
  return rows[0] ?? null
}

/** Binds a screen to the machine that came first with its token; a screen that is bound stays so. */
export async function bindDevice(db: pg.Pool, id: number, device: Buffer): Promise<void> {
  await db.query('update screen set device_hash = $2 where id = $1 and device_hash is null', [id, device])
}

export async function offerToken(db: pg.Pool, id: number, hash: Buffer): Promise<void> {
  await db.query('update screen set next_hash = $2 where id = $1 and revoked_at is null', [id, hash])
}

/** The offered token takes the place of the one in use, which stays good for a grace. False = it was not on offer. */
export async function promoteToken(
  client: pg.ClientBase,
  id: number,
  hash: Buffer,
  graceSeconds: number,
): Promise<boolean> {
  const old = await client.query<{ token_hash: Buffer | null }>(
    'select token_hash from screen where id = $1 and next_hash = $2 and revoked_at is null for update',
    [id, hash],
  )
  if (!old.rows[0]) return false
  if (old.rows[0].token_hash) await endToken(client, id, old.rows[0].token_hash, graceSeconds)
  await client.query(
    'update screen set token_hash = next_hash, next_hash = null, token_set_at = now() where id = $1',
    [id],
  )
  return true
}

/** The token opens for so long yet, and is known for this screen's for ever. */
async function endToken(
  client: pg.ClientBase,
  id: number,
  hash: Buffer,
  graceSeconds: number,
): Promise<void> {
  await client.query(
    `insert into screen_token (token_hash, screen_id, ended_at, good_until)
     values ($1, $2, now(), now() + make_interval(secs => $3)) on conflict do nothing`,
    [hash, id, graceSeconds],
  )
}

/** Whatever was ever this screen's opens nothing from now on: what was just replaced, and what was offered and not yet used. */
export async function endTokens(client: pg.ClientBase, id: number): Promise<void> {
  const { rows } = await client.query<{ token_hash: Buffer | null; next_hash: Buffer | null }>(
    'select token_hash, next_hash from screen where id = $1 for update',
    [id],
  )
  for (const hash of [rows[0]?.token_hash, rows[0]?.next_hash]) if (hash) await endToken(client, id, hash, 0)
  await client.query(
    'update screen_token set good_until = now() where screen_id = $1 and good_until > now()',
    [id],
  )
}

/** Screens whose token has been in use for longer than this. */
export async function oldTokens(db: pg.Pool, seconds: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from screen where revoked_at is null and token_set_at < now() - make_interval(secs => $1)',
    [seconds],
  )
  return rows.map((r) => r.id)
}
