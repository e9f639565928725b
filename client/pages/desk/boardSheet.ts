import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'

/** The connection board as it is filtered and ordered; `title` names a column, `state` a state. */
export function boardSheet(
  rows: readonly BoardRow[],
  language: Language,
  title: (column: string) => string,
  state: (state: string) => string,
): Sheet {
  const column = (key: string, name: string, kind: SheetColumn['kind'], decimals?: number): SheetColumn => ({
    ...{ key, kind, title: title(name) },
    ...(decimals === undefined ? {} : { decimals }),
  })
  return {
    rowKey: 'connection',
    rowLabel: 'name',
    columns: [
      column('connection', 'id', 'text'),
      column('name', 'name', 'text'),
      column('agency', 'agency', 'text'),
      column('state', 'state', 'text'),
      column('since', 'since', 'instant'),
      column('last_message', 'lastMessage', 'instant'),
      column('due', 'due', 'instant'),
      column('messages_per_minute', 'messages', 'number', 1),
      column('rows_per_minute', 'rows', 'number', 1),
      column('refused_24h', 'refused', 'number', 0),
      column('latency_ms', 'latency', 'number', 0),
      column('simulated', 'simulated', 'text'),
    ],
    rows: rows.map((r) => [
      r.id,
      r.name[language],
      r.agencyName[language],
      state(r.state),
      ...[r.since || null, r.lastMessageAt, r.dueAt],
      ...[r.messagesPerMinute, r.rowsPerMinute, r.refused24h, r.latencyMs],
      String(r.simulated),
    ]),
  }
}
