import type pg from 'pg'
import type { CommandAnswer, ScreenCommand, ScreenOverlay } from '../../shared/wall.ts'

export async function addCommand(
  client: pg.ClientBase,
  c: { screen: number; at: number; command: ScreenCommand; actor: string },
): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `insert into screen_command (screen_id, at, command, actor)
     values ($1, to_timestamp($2::float8 / 1000), $3, $4) returning id`,
    [c.screen, c.at, JSON.stringify(c.command), c.actor],
  )
  return Number(rows[0]?.id)
}

export async function addAnswer(db: pg.Pool, a: CommandAnswer): Promise<void> {
  await db.query(
    `insert into screen_answer (command_id, ended, took_ms, effect_at, detail)
     values ($1, $2, $3, to_timestamp($4::float8 / 1000), $5) on conflict do nothing`,
    [a.id, a.end, a.took, a.at, a.detail],
  )
}

export async function writeOverlay(client: pg.ClientBase, id: number, overlay: ScreenOverlay): Promise<void> {
  await client.query('update screen set overlay = $2 where id = $1', [id, JSON.stringify(overlay)])
}

export type CommandRow = {
  id: number
  screen: number
  at: number
  command: ScreenCommand
  actor: string
  end: string | null
  took: number | null
  detail: string | null
}
/** What a screen was told, newest first. */
export async function listCommands(db: pg.Pool, screen: number, limit: number): Promise<CommandRow[]> {
  const { rows } = await db.query<CommandRow>(
    `select c.id::float8 id, c.screen_id screen, (extract(epoch from c.at) * 1000)::float8 at, c.command, c.actor,
       a.ended "end", a.took_ms took, a.detail
     from screen_command c left join screen_answer a on a.command_id = c.id
     where c.screen_id = $1 order by c.id desc limit $2`,
    [screen, limit],
  )
  return rows
}
