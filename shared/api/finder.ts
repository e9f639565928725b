import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

export const FindQuery = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  limit: Type.Integer({ minimum: 1, maximum: 50, default: 8, description: 'At most so many of each kind' }),
})
export const FoundView = Type.Object({
  kind: Type.Enum(['indicator', 'unit', 'connection', 'screen', 'session']),
  id: Type.String(),
  name: Words,
  note: Type.Union([Words, Type.Null()]),
  /** Only of a session: it has not ended. */
  running: Type.Boolean(),
})
export type FoundView = Static<typeof FoundView>
