import {
  EgressClient,
  type EgressInfo,
  EgressStatus,
  EncodedFileOutput,
  EncodedFileType,
  type WebhookEvent,
} from 'livekit-server-sdk'
import type { Keys } from './tokens.ts'

/** How long an egress service may think before it takes a room on, in seconds: it starts a browser. */
const ANSWER_SECONDS = 8

/** What LiveKit says of one recording of its egress service. */
export type EgressWord = {
  id: string
  session: string
  /** The file that it was asked for, or wrote, as the egress service names it; '' when nothing of it is said. */
  file: string
  state: 'starting' | 'active' | 'ending' | 'complete' | 'failed'
  /** In the egress service's own words; '' when it has none. */
  error: string
  /** When the picture of the file begins, ms since 1970; 0 when it is not said. */
  pictureAt: number
  /** Of the whole file; 0 when it is not said. */
  bytes: number
}

const STATES: Record<EgressStatus, EgressWord['state']> = {
  [EgressStatus.EGRESS_STARTING]: 'starting',
  [EgressStatus.EGRESS_ACTIVE]: 'active',
  [EgressStatus.EGRESS_ENDING]: 'ending',
  [EgressStatus.EGRESS_COMPLETE]: 'complete',
  // It wrote a whole file and went no further than it may.
  [EgressStatus.EGRESS_LIMIT_REACHED]: 'complete',
  [EgressStatus.EGRESS_FAILED]: 'failed',
  [EgressStatus.EGRESS_ABORTED]: 'failed',
}

function asked(info: EgressInfo): string {
  if (info.request.case !== 'roomComposite') return ''
  const { output, fileOutputs } = info.request.value
  return fileOutputs[0]?.filepath ?? (output.case === 'file' ? output.value.filepath : '')
}

export const wordOf = (info: EgressInfo): EgressWord => ({
  id: info.egressId,
  session: info.roomName,
  file: info.fileResults[0]?.filename || asked(info),
  state: STATES[info.status] ?? 'failed',
  error: info.error,
  // In nanoseconds there.
  pictureAt: Number((info.fileResults[0]?.startedAt ?? 0n) / 1_000_000n),
  bytes: Number(info.fileResults[0]?.size ?? 0),
})

/** A recording by the media server's own egress service: one room, mixed, into one file. */
export class LivekitEgress {
  readonly #client: EgressClient
  readonly #listeners = new Set<(word: EgressWord) => Promise<void>>()

  /** Only a room that is there is taken on. */
  readonly #ready: (session: string) => Promise<void>

  constructor(keys: Keys, ready: (session: string) => Promise<void>) {
    this.#ready = ready
    this.#client = new EgressClient(keys.url.replace(/^ws/, 'http'), keys.key, keys.secret, {
      requestTimeout: ANSWER_SECONDS,
      failover: false,
    })
  }

  /** Rejects when nobody takes it on. `file` as the egress service sees it. */
  async start(session: string, file: string, layout: 'speaker' | 'grid'): Promise<EgressWord> {
    await this.#ready(session)
    // A server that has no egress answers this at once, and a start only after half a minute.
    await this.#client.listEgress({ roomName: session, active: true })
    const output = new EncodedFileOutput({
      fileType: EncodedFileType.MP4,
      filepath: file,
      disableManifest: true,
    })
    return wordOf(await this.#client.startRoomCompositeEgress(session, { file: output }, { layout }))
  }

  /** Rejects when it has ended already, or nobody answers. */
  stop = async (id: string): Promise<EgressWord> => wordOf(await this.#client.stopEgress(id))

  /** What it would tell by itself; null when it knows no such recording. Rejects when nobody answers. */
  async look(id: string): Promise<EgressWord | null> {
    const [info] = await this.#client.listEgress({ egressId: id })
    return info ? wordOf(info) : null
  }

  onWord(listener: (word: EgressWord) => Promise<void>): void {
    this.#listeners.add(listener)
  }

  /** What LiveKit tells by itself. The caller has verified that it is from there. Resolves when it is kept. */
  async told({ egressInfo }: WebhookEvent): Promise<void> {
    if (egressInfo) for (const listener of this.#listeners) await listener(wordOf(egressInfo))
  }
}
