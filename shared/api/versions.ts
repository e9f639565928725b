import { Type } from 'typebox'

/** The version on which a save is written; 0 = there is none yet. What another saved since then is not written over. */
export const After = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'The version that was read; 0 where there is none. Refused with 409 when a newer one stands',
})
/** The reason in the detail of that refusal, beside `version`, the newest, and `by`, who saved it. */
export const NEWER_VERSION = 'NEWER_VERSION'
