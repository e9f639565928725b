import { type Static, type TSchema, Type } from 'typebox'
import { ALARM_SEVERITIES } from '../alarm.ts'
import { CAP_SEVERITIES } from '../alert.ts'
import { Playlist, Target } from '../playlist.ts'
import { type Scene, SceneKey, SceneWords } from '../scene.ts'
import type { SceneChange } from '../scene-diff.ts'

const closed = { additionalProperties: false }
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 })
export const SceneParams = Type.Object({ scene: SceneKey })
export const SceneVersionParams = Type.Object({ scene: SceneKey, version: Version })

export const SCENE_ORIGINS = ['delivered', 'edited', 'imported', 'restored'] as const
export type SceneOrigin = (typeof SCENE_ORIGINS)[number]
export const SceneVersionView = Type.Object({
  version: Type.Integer(),
  origin: Type.Enum([...SCENE_ORIGINS]),
  note: Type.String(),
  by: Type.String(),
  at: Type.Number(),
})
export type SceneVersionView = Static<typeof SceneVersionView>
export const SceneListItem = Type.Object({
  scene: Type.String(),
  title: SceneWords,
  restricted: Type.Boolean(),
  pages: Type.Integer(),
  /** Came with the product: changed only as a copy. */
  delivered: Type.Boolean(),
  /** Indicators of it that are in the catalogue no more. */
  withdrawn: Type.Array(Type.String()),
  newest: SceneVersionView,
})
export type SceneListItem = Static<typeof SceneListItem>
/** The document is checked by its own rules, which name the part and the field. */
export const SceneSave = Type.Object(
  {
    document: Type.Unknown(),
    /** The version that was read; 0 for a new scene. Another's newer one is not written over. */
    after: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    note: Type.String({ maxLength: 400 }),
  },
  closed,
)
export const SceneImport = Type.Object(
  {
    file: Type.String({ minLength: 1, maxLength: 400_000 }),
    /** Under another key than the file's own. */
    as: Type.Optional(SceneKey),
  },
  closed,
)
export const SceneRestore = Type.Object({ version: Version, after: Version }, closed)
export type SceneDetail = { document: Scene; versions: SceneVersionView[]; delivered: boolean }
export type SceneDiffView = { from: number; to: number; changes: SceneChange[] }

export const ACTS = ['show', 'pin', 'next', 'release', 'override'] as const
export type SceneActKind = (typeof ACTS)[number]
export const SceneAct = Type.Object(
  {
    act: Type.Enum([...ACTS]),
    target: Target,
    /** Of `show`. */
    scene: Type.Optional(SceneKey),
    version: Type.Optional(Version),
    /** Of `pin`: from 0; absent: the page that stands. */
    page: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
    /** Of `show` and `pin`: given back by itself after so long. */
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_440 })),
    /** Of `override`: the takeover. */
    cause: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  },
  closed,
)
export type SceneAct = Static<typeof SceneAct>
export const TWO_PERSON = ['restricted', 'override'] as const
export const TAKERS = ['session', 'alarm', 'alert'] as const
export type Taker = (typeof TAKERS)[number]
export const SceneSettings = Type.Object(
  {
    /** What one person alone may not do. */
    twoPerson: Type.Array(Type.Enum([...TWO_PERSON]), { uniqueItems: true }),
    /** What stands when nothing else has its turn. */
    standing: SceneKey,
    /** An alert this severe takes the wall with this scene; null: none does. */
    alertTakes: orNull(Type.Enum([...CAP_SEVERITIES])),
    alertScene: SceneKey,
    /** An alarm this severe that stands on the wall by its rule takes all of it with this scene; null: none does. */
    alarmTakes: orNull(Type.Enum([...ALARM_SEVERITIES])),
    alarmScene: SceneKey,
    /** A spotlighted point takes the wall. */
    sessionTakes: Type.Boolean(),
    /** Of several that take it at once, the first has it. */
    takeOrder: Type.Array(Type.Enum([...TAKERS]), {
      minItems: TAKERS.length,
      maxItems: TAKERS.length,
      uniqueItems: true,
    }),
  },
  closed,
)
export type SceneSettings = Static<typeof SceneSettings>

/** What may wait for a second person: an act, or what is to be saved, with the restricted scenes that it is about. */
export type Asked =
  | SceneAct
  | { act: 'playlist'; playlist: Playlist; after: number; restricted: string[] }
  | {
      act: 'document'
      document: Scene
      after: number
      origin: SceneOrigin
      note: string
      restricted: string[]
    }
  | { act: 'settings'; settings: SceneSettings; after: number; restricted: string[] }
const Change = Type.Object({
  kind: Type.Enum(['added', 'removed', 'moved', 'changed']),
  page: orNull(Type.Integer()),
  ...{ part: orNull(Type.String()), field: orNull(Type.String()) },
  ...{ before: orNull(Type.String()), after: orNull(Type.String()) },
})
/** Of what is to be saved, what would be another than what stands. */
const AskedChange = Type.Object({
  /** Only the fields that differ. */
  settings: Type.Optional(
    Type.Object({ before: Type.Partial(SceneSettings), after: Type.Partial(SceneSettings) }),
  ),
  list: Type.Optional(Type.Object({ before: orNull(Playlist), after: Playlist })),
  /** The first of its changes, and how many more there are. */
  document: Type.Optional(
    Type.Object({
      ...{ pages: Type.Integer(), parts: Type.Integer() },
      ...{ changes: Type.Array(Change), more: Type.Integer() },
    }),
  ),
})
export type AskedChange = Static<typeof AskedChange>
const AskedView = Type.Object({
  act: Type.Enum([...ACTS, 'playlist', 'document', 'settings']),
  target: Type.Optional(Target),
  scene: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  page: Type.Optional(Type.Integer()),
  minutes: Type.Optional(Type.Integer()),
  cause: Type.Optional(Type.String()),
  playlist: Type.Optional(Type.String()),
  restricted: Type.Array(Type.String()),
})
export const RequestParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' }) })
export const RequestDecision = Type.Object({ confirm: Type.Boolean() }, closed)
export const RequestView = Type.Object({
  id: Type.String(),
  act: AskedView,
  change: AskedChange,
  /** Of the scene, the playlist or the takeover that it is about. */
  name: orNull(Type.Object({ vi: Type.String(), en: Type.String() })),
  by: Type.String(),
  own: Type.Boolean(),
  at: Type.Number(),
  expiresAt: Type.Number(),
})
export type RequestView = Static<typeof RequestView>
export const ActAnswer = Type.Object({
  /** Waits for a second person; nothing is shown yet. */
  request: orNull(RequestView),
  screens: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      /** What was asked for is on it. */
      answered: Type.Boolean(),
      /** It stands on something else: what is nearer to it, or a takeover. */
      otherwise: Type.Boolean(),
    }),
  ),
})
export type ActAnswer = Static<typeof ActAnswer>

/** `after`: the version that was read, so that another's newer one is not written over; absent: whichever stands. */
export const SceneSettingsSave = Type.Object(
  { ...SceneSettings.properties, after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) },
  closed,
)
export const PlaylistView = Type.Object({
  playlist: Playlist,
  version: Type.Integer(),
  by: Type.String(),
  at: Type.Number(),
  /** Scenes it names that are not there. */
  missing: Type.Array(Type.String()),
  /** Stages of operation that call for it; it plays while one of them stands, whether it is on or off. */
  stages: Type.Array(Type.Integer()),
})
export type PlaylistView = Static<typeof PlaylistView>
export const PlaylistParams = Type.Object({ key: SceneKey })
/** `after`: the version that was read; 0 for a new one. `playlist` null takes it away. */
export const PlaylistSave = Type.Object(
  { playlist: orNull(Playlist), after: Type.Integer({ minimum: 0, maximum: 1_000_000 }) },
  closed,
)

const Why = Type.Object({
  kind: Type.Enum(['standing', 'playlist', 'stage', 'person', 'takeover']),
  name: SceneWords,
  by: orNull(Type.String()),
  since: Type.Number(),
})
export const ShowingRow = Type.Object({
  screen: Type.Integer(),
  name: Type.String(),
  group: orNull(Type.String()),
  wall: orNull(Type.Object({ id: Type.Integer(), name: Type.String() })),
  connected: Type.Boolean(),
  scene: Type.String(),
  version: Type.Integer(),
  title: SceneWords,
  page: orNull(Type.Integer()),
  held: Type.Boolean(),
  until: orNull(Type.Number()),
  why: Why,
  answeredAt: orNull(Type.Number()),
})
export type ShowingRow = Static<typeof ShowingRow>
export const TakeoverView = Type.Object({
  cause: Type.String(),
  kind: Type.Enum([...TAKERS]),
  name: SceneWords,
  since: Type.Number(),
  overridden: Type.Boolean(),
})
export type TakeoverView = Static<typeof TakeoverView>
export const Showing = Type.Object({
  screens: Type.Array(ShowingRow),
  takeovers: Type.Array(TakeoverView),
  requests: Type.Array(RequestView),
  /** Playlists whose turn it is and that have no scene to show, or leave out what is restricted and not agreed to. */
  broken: Type.Array(Type.String()),
  /** Of those, the restricted scenes that no second person has agreed to. */
  unagreed: Type.Array(Type.Object({ playlist: Type.String(), scenes: Type.Array(Type.String()) })),
  settings: SceneSettings,
  /** Of the settings; 0 while nobody has changed them. */
  settingsVersion: Type.Integer(),
})
export type Showing = Static<typeof Showing>
export const ActView = Type.Object({
  id: Type.String(),
  at: Type.Number(),
  actor: Type.String(),
  kind: Type.String(),
  target: Type.Unknown(),
  scene: orNull(Type.String()),
  version: orNull(Type.Integer()),
  cause: orNull(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
  /** Of an act by hand, each screen that it was for; `ms` after it, null: not in time. */
  answers: Type.Array(
    Type.Object({
      screen: Type.Integer(),
      name: Type.String(),
      away: Type.Boolean(),
      otherwise: Type.Boolean(),
      ms: orNull(Type.Number()),
    }),
  ),
})
export type ActView = Static<typeof ActView>
/** A directive as the wall tells it: published, still open, of units that the asker may see. */
export const SceneDirective = Type.Object({
  id: Type.Integer(),
  text: Type.String(),
  addressee: SceneWords,
  due: Type.Number(),
  state: Type.String(),
  simulated: Type.Boolean(),
})
export type SceneDirective = Static<typeof SceneDirective>
