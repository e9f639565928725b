import { type Static, type TSchema, Type } from 'typebox'
import { CAP_SCOPES, CAP_SEVERITIES, CAP_STATUSES, CAP_TYPES } from '../alert.ts'
import { Words } from './catalogue.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Unit = Type.Object({ code: Type.String(), name: Words, label: orNull(Type.String()) })
const State = Type.Enum(['coming', 'inForce', 'ended', 'replaced', 'cancelled', 'message'])

/** What a source of alerts is told after the commit. */
export const AlertAnswer = Type.Object({
  alert: Type.Integer(),
  message: Type.String(),
  sha256: Type.String(),
  state: State,
  /** The same alert had been answered before; nothing was written. */
  repeated: Type.Boolean(),
  units: Type.Array(Unit),
  /** Areas that were matched to no province, with those that they may be. */
  unmatched: Type.Array(Type.Object({ label: Type.String(), candidates: Type.Array(Unit) })),
})
export type AlertAnswer = Static<typeof AlertAnswer>

/** Times are ms since 1970. */
export const AlertView = Type.Object({
  id: Type.Integer(),
  connection: Type.String(),
  sender: Type.String(),
  identifier: Type.String(),
  sent: Type.Integer(),
  receivedAt: Type.Integer(),
  status: Type.Enum([...CAP_STATUSES]),
  msgType: Type.Enum([...CAP_TYPES]),
  scope: Type.Enum([...CAP_SCOPES]),
  simulated: Type.Boolean(),
  state: State,
  superseded: orNull(Type.Object({ id: Type.Integer(), at: Type.Integer() })),
  severity: Type.Enum([...CAP_SEVERITIES]),
  headline: Words,
  source: Words,
  units: Type.Array(Unit),
  unmatched: Type.Array(Type.String()),
  from: orNull(Type.Integer()),
  to: orNull(Type.Integer()),
  assumedEnd: Type.Boolean(),
  note: orNull(Type.String()),
})
export type AlertView = Static<typeof AlertView>

const Text = orNull(Type.String())
export const AlertDetail = Type.Object({
  ...AlertView.properties,
  message: Type.String(),
  sha256: Type.String(),
  infos: Type.Array(
    Type.Object({
      ...{ language: Type.String(), event: Type.String(), headline: Text, description: Text },
      ...{ instruction: Text, senderName: Text, web: Text, contact: Text },
      ...{ urgency: Type.String(), severity: Type.Enum([...CAP_SEVERITIES]), certainty: Type.String() },
      ...{ categories: Type.Array(Type.String()), responseTypes: Type.Array(Type.String()) },
      parameters: Type.Array(Type.Object({ valueName: Type.String(), value: Type.String() })),
      from: Type.Integer(),
      to: Type.Integer(),
      assumedEnd: Type.Boolean(),
      areas: Type.Array(
        Type.Object({
          areaDesc: Type.String(),
          by: orNull(Type.Enum(['geocode', 'name', 'shape'])),
          units: Type.Array(Unit),
          open: Type.Array(Type.Object({ label: Type.String(), candidates: Type.Array(Unit) })),
        }),
      ),
    }),
  ),
  chain: Type.Array(
    Type.Object({
      ...{ id: Type.Integer(), sender: Type.String(), identifier: Type.String(), note: Text },
      ...{ msgType: Type.Enum([...CAP_TYPES]), status: Type.Enum([...CAP_STATUSES]) },
      ...{ sent: Type.Integer(), receivedAt: Type.Integer(), foreign: Type.Boolean() },
    }),
  ),
})
export type AlertDetail = Static<typeof AlertDetail>
export const AlertsQuery = Type.Object({
  /** In force and coming, or all the others, newest first. */
  which: Type.Enum(['standing', 'past']),
  before: Type.Optional(Type.Integer({ minimum: 1 })),
})
