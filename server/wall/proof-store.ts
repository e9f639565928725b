import type pg from 'pg'
import type { ProofCover, ProofReport, ShownValue } from '../../shared/proof.ts'

export type StoredProof = {
  id: string
  at: number
  receivedAt: number
  why: string
  scene: string
  epoch: number
  sha256: string
  agrees: boolean
  differs: number[] | null
  shown: ShownValue[]
  cover: ProofCover | null
  cut: number
  /** When the report after it came; null while it is the newest. */
  until: number | null
}

export async function addProof(
  db: pg.Pool,
  screen: number,
  report: ProofReport,
  judged: { agrees: boolean; differs: number[]; sameAs: string | null },
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into screen_proof (screen_id, at, why, scene, epoch, sha256, agrees, differs, same_as, shown, cover, cut)
     values ($1, to_timestamp($2::float8 / 1000), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
    [
      ...[screen, report.at, report.why, report.scene, report.epoch, Buffer.from(report.sha256, 'hex')],
      ...[judged.agrees, judged.differs.length ? JSON.stringify(judged.differs) : null, judged.sameAs],
      judged.sameAs === null ? JSON.stringify(report.values) : null,
      ...[report.cover ?? null, report.cut ?? 0],
    ],
  )
  if (!rows[0]) throw new Error('no proof was written')
  return rows[0].id
}

const SAID = `p.id, (extract(epoch from p.at) * 1000)::float8 at,
  (extract(epoch from p.received_at) * 1000)::float8 "receivedAt", p.why, p.scene, p.epoch::float8 epoch,
  encode(p.sha256, 'hex') sha256, p.agrees, p.differs, coalesce(p.shown, s.shown) shown, p.cover, p.cut`

/** What the screen had last reported at that time (ms); null = it had not reported yet. */
export async function proofAt(db: pg.Pool, screen: number, at: number): Promise<StoredProof | null> {
  const { rows } = await db.query<StoredProof>(
    `select ${SAID},
       (select (extract(epoch from n.at) * 1000)::float8 from screen_proof n
        where n.screen_id = p.screen_id and n.at > p.at order by n.at limit 1) until
     from screen_proof p left join screen_proof s on s.id = p.same_as
     where p.screen_id = $1 and p.at <= to_timestamp($2::float8 / 1000)
     order by p.at desc, p.id desc limit 1`,
    [screen, at],
  )
  return rows[0] ?? null
}

/** The last report at the beginning of a time (ms), and all those within it, oldest first. */
export async function proofsWithin(
  db: pg.Pool,
  screen: number,
  from: number,
  until: number,
): Promise<Omit<StoredProof, 'until'>[]> {
  const { rows } = await db.query<Omit<StoredProof, 'until'>>(
    `select ${SAID} from screen_proof p left join screen_proof s on s.id = p.same_as
     where p.screen_id = $1 and p.at < to_timestamp($3::float8 / 1000) and p.at >= coalesce(
       (select max(o.at) from screen_proof o where o.screen_id = $1 and o.at <= to_timestamp($2::float8 / 1000)),
       to_timestamp($2::float8 / 1000))
     order by p.at, p.id`,
    [screen, from, until],
  )
  return rows
}

export type PictureFacts = {
  id: string
  at: number
  kind: string
  scene: string
  width: number
  height: number
  sha256: string
}
const FACTS = `id, (extract(epoch from at) * 1000)::float8 at, kind, scene, width, height, encode(sha256, 'hex') sha256`

/** Whether a person asked this screen for a picture a moment ago and it has not handed it in yet. */
export async function pictureWanted(db: pg.Pool, screen: number, command: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from screen_command c where c.id = $2 and c.screen_id = $1 and c.command->>'do' = 'screenshot'
       and c.issued_at > now() - interval '5 minutes' and not exists (
         select from screen_picture p where p.screen_id = $1 and p.command_id = c.id and p.at > now() - interval '1 hour')`,
    [screen, command],
  )
  return rowCount === 1
}

export async function addPicture(
  db: pg.Pool,
  p: Omit<PictureFacts, 'id' | 'sha256'> & {
    screen: number
    command: number | null
    sha256: Buffer
    jpeg: Buffer
  },
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into screen_picture (screen_id, at, kind, command_id, scene, width, height, sha256, jpeg)
     values ($1, to_timestamp($2::float8 / 1000), $3, $4, $5, $6, $7, $8, $9) returning id`,
    [p.screen, p.at, p.kind, p.command, p.scene, p.width, p.height, p.sha256, p.jpeg],
  )
  if (!rows[0]) throw new Error('no picture was written')
  return rows[0].id
}

/** The picture nearest to a time, within an hour of it. */
export async function pictureNear(db: pg.Pool, screen: number, at: number): Promise<PictureFacts | null> {
  const { rows } = await db.query<PictureFacts>(
    `select ${FACTS} from screen_picture
     where screen_id = $1 and at between to_timestamp($2::float8 / 1000) - interval '1 hour'
       and to_timestamp($2::float8 / 1000) + interval '1 hour'
     order by abs(extract(epoch from at) * 1000 - $2::float8) limit 1`,
    [screen, at],
  )
  return rows[0] ?? null
}

/** The picture itself: of that number, or the newest of the screen. */
export async function picture(db: pg.Pool, screen: number, id: string | null): Promise<Buffer | null> {
  const { rows } = await db.query<{ jpeg: Buffer }>(
    id === null
      ? 'select jpeg from screen_picture where screen_id = $1 order by at desc limit 1'
      : 'select jpeg from screen_picture where screen_id = $1 and id = $2',
    id === null ? [screen] : [screen, id],
  )
  return rows[0]?.jpeg ?? null
}

/** When each screen's newest picture was taken, ms. */
export async function newestPictures(db: pg.Pool): Promise<{ screen: number; at: number }[]> {
  const { rows } = await db.query<{ screen: number; at: number }>(
    `select screen_id screen, (extract(epoch from max(at)) * 1000)::float8 at from screen_picture group by screen_id`,
  )
  return rows
}

export async function dropSmall(db: pg.Pool, hours: number): Promise<void> {
  await db.query(
    "delete from screen_picture where kind = 'small' and at < now() - make_interval(hours => $1)",
    [hours],
  )
}
