import { BRIDGE_PROBLEMS, type BridgeProblem } from '../../shared/api/bridge.ts'

/** A refusal of the bridge, in words for the person who gets it. */
export class BridgeError extends Error {
  override name = 'BridgeError'
  readonly code: BridgeProblem
  readonly detail: Record<string, unknown>
  constructor(code: BridgeProblem, detail: Record<string, unknown> = {}) {
    super(BRIDGE_PROBLEMS[code][2])
    this.code = code
    this.detail = detail
  }
  get status(): number {
    return BRIDGE_PROBLEMS[this.code][0]
  }
  body() {
    const [, vi, en] = BRIDGE_PROBLEMS[this.code]
    return { code: this.code, message: { vi, en }, detail: this.detail }
  }
}
