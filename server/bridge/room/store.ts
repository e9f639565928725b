import type pg from 'pg'
import type { MessageTo, RoomMessage } from '../../../shared/room.ts'
import type { Sender } from './messages.ts'

type Asker = Pick<pg.Pool, 'query'>
type Row = Omit<RoomMessage, 'to' | 'name'> & {
  toKind: MessageTo['kind']
  toPoint: string | null
  vi: string
  en: string
}
const COLUMNS = `id::float8 "id", (extract(epoch from at) * 1000)::float8 "at", from_point "from", name_vi "vi",
  name_en "en", to_kind "toKind", to_point "toPoint", text`

const asMessage = ({ toKind, toPoint, vi, en, ...row }: Row): RoomMessage => ({
  ...row,
  name: { vi, en },
  to: toKind === 'point' ? { kind: 'point', point: toPoint ?? '' } : { kind: toKind },
})

export async function insertMessage(
  db: Asker,
  session: string,
  sender: Sender,
  to: MessageTo,
  text: string,
): Promise<RoomMessage> {
  const { rows } = await db.query<Row>(
    `insert into bridge_message (session_id, actor, from_point, name_vi, name_en, to_kind, to_point, text)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [
      session,
      sender.actor,
      sender.point,
      sender.name.vi,
      sender.name.en,
      to.kind,
      to.kind === 'point' ? to.point : null,
      text,
    ],
  )
  if (!rows[0]) throw new Error('no message was written')
  return asMessage(rows[0])
}

/** The newest 500, oldest first. */
export async function readMessages(db: Asker, session: string): Promise<RoomMessage[]> {
  const { rows } = await db.query<Row>(
    `select * from (select ${COLUMNS} from bridge_message where session_id = $1 order by id desc limit 500) m
     order by id`,
    [session],
  )
  return rows.map(asMessage)
}
