import { Type } from 'typebox'
import { ROLES } from '../vocabulary.ts'
import { Format } from './catalogue.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
export const RoleView = Type.Enum([...ROLES])
export const LanguageView = Type.Enum(['vi', 'en'])
export const Username = Type.String({ minLength: 2, maxLength: 40, pattern: '^[a-z0-9][a-z0-9._-]*$' })
const Password = Type.String({ minLength: 1, maxLength: 200 })
const Id = Type.Integer({ minimum: 1 })

export const SignIn = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\u0000]*$' }),
  password: Password,
})
export const MeView = Type.Object({
  principal: Type.Union([
    Type.Object({
      kind: Type.Literal('account'),
      id: Id,
      username: Type.String(),
      displayName: Type.String(),
      role: RoleView,
      unitId: Id,
      unit: Type.String(),
      /** Whether this person looks over the whole country. */
      nation: Type.Boolean(),
      language: LanguageView,
    }),
    Type.Object({ kind: Type.Literal('screen'), id: Id, name: Type.String() }),
  ]),
  /** Sent back as x-td-csrf with every change; null for a token or a screen. */
  csrf: Nullable(Type.String()),
  mustChangePassword: Type.Boolean(),
  language: LanguageView,
  version: Type.String(),
  demonstration: Type.Boolean(),
})
export const PasswordChange = Type.Object({ current: Password, next: Password })
export const MePatch = Type.Object({ language: LanguageView })
export const FirstAdministrator = Type.Object({
  token: Type.String({ minLength: 20, maxLength: 200 }),
  username: Username,
  password: Password,
})
export const NewToken = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
})
export const TokenView = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Type.Number(),
  expiresAt: Nullable(Type.Number()),
  lastUsedAt: Nullable(Type.Number()),
})
export const AccountView = Type.Object({
  id: Id,
  username: Type.String(),
  displayName: Type.String(),
  role: RoleView,
  unit: Type.String(),
  unitName: Type.Object({ vi: Type.String(), en: Type.String() }),
  enabled: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  createdAt: Type.Number(),
})
export const NewAccount = Type.Object({
  username: Username,
  displayName: Type.String({ minLength: 1, maxLength: 120 }),
  role: RoleView,
  unit: Type.String({ minLength: 1, maxLength: 20 }),
  password: Password,
})
export const AccountPatch = Type.Object({
  displayName: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  role: Type.Optional(RoleView),
  unit: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  enabled: Type.Optional(Type.Boolean()),
  /** A new first password: its owner must change it. */
  password: Type.Optional(Password),
})
export const AuditView = Type.Object({
  id: Type.String(),
  at: Type.Number(),
  actor: Type.String(),
  action: Type.String(),
  subject: Nullable(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
  address: Nullable(Type.String()),
})
export const AuditQuery = Type.Object({
  before: Type.Optional(Type.String({ pattern: '^\\d{1,18}$' })),
  limit: Type.Integer({ minimum: 1, maximum: 10_000, default: 100 }),
  actor: Type.Optional(Type.String({ maxLength: 120 })),
  action: Type.Optional(Type.String({ maxLength: 80 })),
  format: Format,
})
