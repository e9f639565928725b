import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

const Null = Type.Null()
const strict = { additionalProperties: false }
const No = Type.Integer({ minimum: 1, maximum: 5 })
const Said = Type.Object(
  { vi: Type.String({ minLength: 1, maxLength: 300 }), en: Type.String({ minLength: 1, maxLength: 300 }) },
  strict,
)
/** The name of a playlist or of an escalation ladder, as their own rooms know it. */
const Reference = Type.Union([Type.String({ minLength: 1, maxLength: 80 }), Null])

export const StageSetup = Type.Object(
  {
    no: No,
    name: Said,
    meaning: Said,
    playlist: Reference,
    ladder: Reference,
    checklist: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
          vi: Type.String({ minLength: 1, maxLength: 300 }),
          en: Type.String({ minLength: 1, maxLength: 300 }),
        },
        strict,
      ),
      { maxItems: 40 },
    ),
  },
  strict,
)
export type StageSetup = Static<typeof StageSetup>

/** What every page and screen shows. */
export const StageView = Type.Object({
  no: Type.Integer(),
  name: Words,
  meaning: Words,
  since: Type.Number(),
  by: Type.Union([Type.String(), Null]),
  cause: Type.String(),
  playlist: Type.Union([Type.String(), Null]),
  ladder: Type.Union([Type.String(), Null]),
})
export type StageView = Static<typeof StageView>
/** For those who look only: no person, no cause. */
export const StageMark = Type.Object({ no: Type.Integer(), name: Words, since: Type.Number() })
export type StageMark = Static<typeof StageMark>

const Choice = Type.Object({ key: Type.String(), name: Words })
export const StagesView = Type.Object({
  now: StageView,
  stages: Type.Array(StageSetup),
  /** The delivered default of this product, changed by nobody yet. */
  delivered: Type.Boolean(),
  ticked: Type.Array(
    Type.Object({
      item: Type.String(),
      by: Type.Union([Type.String(), Null]),
      at: Type.Number(),
      remark: Type.String(),
    }),
  ),
  /** What a stage may call for. */
  playlists: Type.Array(Choice),
  ladders: Type.Array(Choice),
  /** What one calls for that is there no more. */
  missing: Type.Array(
    Type.Object({ no: Type.Integer(), what: Type.Enum(['playlist', 'ladder']), key: Type.String() }),
  ),
  history: Type.Array(
    Type.Object({
      no: Type.Integer(),
      at: Type.Number(),
      by: Type.Union([Type.String(), Null]),
      cause: Type.String(),
    }),
  ),
  mayChange: Type.Boolean(),
  mayTick: Type.Boolean(),
  maySetUp: Type.Boolean(),
})
export type StagesView = Static<typeof StagesView>
export const ChangeStage = Type.Object(
  {
    no: No,
    cause: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
    /** The stage that the person saw: another has come meanwhile is said, not overrun. */
    from: No,
  },
  strict,
)
export const TickItem = Type.Object(
  {
    item: Type.String({ maxLength: 40 }),
    done: Type.Boolean(),
    remark: Type.Optional(Type.String({ maxLength: 300 })),
  },
  strict,
)
export const SetUpStages = Type.Object(
  { stages: Type.Array(StageSetup, { minItems: 5, maxItems: 5 }) },
  strict,
)
