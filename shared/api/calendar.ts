import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
export const CalendarQuery = Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2100 }) })

/** A day that is not like other days of its weekday. */
export const CalendarDayView = Type.Object({
  day: Day,
  /** statutory: by the law; holiday and working: so decided. */
  kind: Type.Enum(['statutory', 'holiday', 'working']),
  name: Words,
  /** The decision, its author here and when it was entered (ms); null where the law itself says so. */
  decided: Type.Union([
    Type.Object({ basis: Type.String(), by: Type.String(), at: Type.Number() }),
    Type.Null(),
  ]),
})
export type CalendarDayView = Static<typeof CalendarDayView>

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
export const CalendarDayInput = Type.Object(
  {
    day: Day,
    /** statutory takes back what was decided before. */
    kind: Type.Enum(['holiday', 'working', 'statutory']),
    name: Type.Object({ vi: text(200), en: text(200) }, { additionalProperties: false }),
    /** The decision it rests on. */
    basis: text(500),
  },
  { additionalProperties: false },
)
export type CalendarDayInput = Static<typeof CalendarDayInput>
