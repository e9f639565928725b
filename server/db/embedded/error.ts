export type EmbeddedCode =
  | 'EMBEDDED_MISSING'
  | 'EMBEDDED_LIBRARIES'
  | 'EMBEDDED_NEEDS_USER'
  | 'EMBEDDED_FOLDER'
  | 'EMBEDDED_VERSION'
  | 'EMBEDDED_INIT'
  | 'EMBEDDED_START'
  | 'EMBEDDED_SOCKET'
  | 'EMBEDDED_ORPHAN'

/** Why the embedded PostgreSQL cannot run; the message says where and what to do. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError'
  readonly code: EmbeddedCode
  constructor(code: EmbeddedCode, message: string, cause?: unknown) {
    super(`${code}: ${message}`, { cause })
    this.code = code
  }
}
