import { type Static, type TSchema, Type } from 'typebox'

const closed = { additionalProperties: false }
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
/** As people write it: +84 203 3835 001, (024) 3845-1234, an extension after x. */
const PHONE = '^\\+?[0-9][0-9 ().-]{2,28}(x[0-9]{1,6})?$'
export const Phone = Type.String({ pattern: PHONE, maxLength: 36 })
export const isPhone = (text: string) => new RegExp(PHONE).test(text.trim())

/** Who looks after a point's devices in one session. */
export const Technician = Type.Object({ name: Text(120), phone: Phone }, closed)
export type Technician = Static<typeof Technician>

export const ContactInput = Type.Object({ name: Text(120), duty: Text(160), phone: Phone }, closed)
export type ContactInput = Static<typeof ContactInput>
export const ContactView = Type.Object({
  name: Type.String(),
  duty: Type.String(),
  phone: Type.String(),
  by: Type.String(),
  at: Type.Number(),
})
export type ContactView = Static<typeof ContactView>

export const RungInput = Type.Object({ phone: Phone, answered: Type.Boolean() }, closed)
export type RungInput = Static<typeof RungInput>
/** The second channel of each point of a session: whom to ring, and who did last. */
export const PointContact = Type.Object({
  point: Type.String(),
  technician: orNull(Technician),
  unit: orNull(ContactView),
  rung: orNull(Type.Object({ at: Type.Number(), by: Type.String(), answered: Type.Boolean() })),
})
export type PointContact = Static<typeof PointContact>
