import type pg from 'pg'
import type { Language } from '../../../shared/vocabulary.ts'

type Db = Pick<pg.ClientBase, 'query'>
export type Contact = { email: string | null; phone: string | null }
export type Reached = Contact & { username: string; name: string; language: Language; enabled: boolean }

export async function readContact(db: Db, account: number): Promise<Contact> {
  const { rows } = await db.query<Contact>('select email, phone from alarm_contact where account_id = $1', [
    account,
  ])
  return rows[0] ?? { email: null, phone: null }
}
export async function writeContact(db: Db, account: number, { email, phone }: Contact): Promise<void> {
  await db.query(
    `insert into alarm_contact (account_id, email, phone) values ($1, $2, $3)
     on conflict (account_id) do update set email = excluded.email, phone = excluded.phone`,
    [account, email, phone],
  )
}
export async function readReached(db: Db, account: number): Promise<Reached | null> {
  const { rows } = await db.query<Reached>(
    `select a.username, a.display_name as name, a.language, a.enabled, c.email, c.phone
     from account a left join alarm_contact c on c.account_id = a.id where a.id = $1`,
    [account],
  )
  return rows[0] ?? null
}

export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }
/** A browser is one person's at a time: whoever asks for it there last. */
export async function addSubscription(
  db: Db,
  account: number,
  { endpoint, keys }: Subscription,
): Promise<void> {
  await db.query(
    `insert into alarm_push (endpoint, account_id, p256dh, auth) values ($1, $2, $3, $4)
     on conflict (endpoint) do update set account_id = excluded.account_id, p256dh = excluded.p256dh, auth = excluded.auth`,
    [endpoint, account, keys.p256dh, keys.auth],
  )
}
export async function dropSubscription(db: Db, endpoint: string, account: number | null): Promise<void> {
  await db.query('delete from alarm_push where endpoint = $1 and ($2::int is null or account_id = $2)', [
    endpoint,
    account,
  ])
}
export async function ownsSubscription(db: Db, endpoint: string, account: number): Promise<boolean> {
  const { rowCount } = await db.query('select from alarm_push where endpoint = $1 and account_id = $2', [
    endpoint,
    account,
  ])
  return rowCount === 1
}
export async function readSubscriptions(db: Db, account: number): Promise<Subscription[]> {
  const { rows } = await db.query<{ endpoint: string; p256dh: string; auth: string }>(
    'select endpoint, p256dh, auth from alarm_push where account_id = $1',
    [account],
  )
  return rows.map(({ endpoint, ...keys }) => ({ endpoint, keys }))
}

export type Webhook = { code: string; url: string; inside: boolean; createdBy: string; createdAt: number }
const HOOK = `code, url, inside, created_by as "createdBy", floor(extract(epoch from created_at) * 1000)::float8 as "createdAt"`
export async function readWebhooks(db: Db): Promise<Webhook[]> {
  const { rows } = await db.query<Webhook>(
    `select ${HOOK} from alarm_webhook where removed_at is null order by code`,
  )
  return rows
}
export async function readWebhook(db: Db, code: string): Promise<(Webhook & { secret: Buffer }) | null> {
  const { rows } = await db.query<Webhook & { secret: Buffer }>(
    `select ${HOOK}, secret from alarm_webhook where code = $1 and removed_at is null`,
    [code],
  )
  return rows[0] ?? null
}
export async function writeWebhook(
  db: Db,
  hook: Pick<Webhook, 'code' | 'url' | 'inside' | 'createdBy'> & { secret: Buffer },
): Promise<void> {
  await db.query(
    `insert into alarm_webhook (code, url, secret, inside, created_by) values ($1, $2, $3, $4, $5)
     on conflict (code) do update set url = excluded.url, secret = excluded.secret, inside = excluded.inside,
       created_by = excluded.created_by, created_at = clock_timestamp(), removed_at = null`,
    [hook.code, hook.url, hook.secret, hook.inside, hook.createdBy],
  )
}
export async function removeWebhook(db: Db, code: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update alarm_webhook set removed_at = clock_timestamp() where code = $1 and removed_at is null',
    [code],
  )
  return rowCount === 1
}

export async function readSecret(db: Db, name: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ sealed: Buffer }>('select sealed from alarm_secret where name = $1', [
    name,
  ])
  return rows[0]?.sealed ?? null
}
export async function writeSecret(db: Db, name: string, sealed: Buffer): Promise<void> {
  await db.query(
    'insert into alarm_secret (name, sealed) values ($1, $2) on conflict (name) do update set sealed = excluded.sealed',
    [name, sealed],
  )
}
