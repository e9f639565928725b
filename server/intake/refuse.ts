import type { RefusalCode } from '../../shared/refusal.ts'

/** Why a row is refused: a stable code, the field, and figures for the message. */
export class Refuse {
  readonly code: RefusalCode
  readonly field: string | null
  readonly detail: Record<string, unknown>
  constructor(code: RefusalCode, field: string | null, detail: Record<string, unknown> = {}) {
    this.code = code
    this.field = field
    this.detail = detail
  }
}
