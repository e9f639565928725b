import { io } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import type { SceneShown, SectionTurn } from '../../../shared/live.ts'
import type { Scene } from '../../../shared/scene.ts'
import type { TestServer } from '../../harness/server.ts'
import type { LiveClient } from '../bridge/sockets.ts'

export const scene = (key: string, more: Partial<Scene> = {}): Scene => ({
  format: 'trong-dong-scene/1',
  key,
  title: { vi: `Cảnh ${key}`, en: `Scene ${key}` },
  restricted: false,
  grid: { columns: 24, rows: 24 },
  pages: [
    {
      seconds: 20,
      parts: [{ id: 'load', kind: 'hero', indicator: 'KTN-02', unit: 'VN', x: 0, y: 0, w: 12, h: 24 }],
    },
  ],
  ...more,
})

/** A paired screen's page: keeps all it is told to show, and answers as a page does. */
export class FakeScreen {
  readonly socket: LiveClient
  readonly id: number
  readonly told: SceneShown[] = []
  /** A page that hangs: it is told, and says nothing. */
  silent = false
  /** Where its sections have come to by themselves; null: they are where it is told. */
  turn: SectionTurn | null = null
  constructor(socket: LiveClient, id: number) {
    this.socket = socket
    this.id = id
    socket.on('scene:show', (shown) => this.#take(shown))
    socket.on('connect', () =>
      socket.emit('scene:watch', (shown) => {
        if (shown) this.#take(shown)
      }),
    )
  }
  #take(shown: SceneShown): void {
    this.told.push(shown)
    if (this.silent) return
    this.say(this.turn ?? shown.turn)
  }
  /** That what it was last told is on it, with its sections at `turn`. */
  say(turn: SectionTurn | null = null): void {
    if (!this.last) return
    const { scene, version, step, no, page } = this.last
    const report = { scene, version, page: page ?? 0, step, no, ...(turn ? { turn } : {}) }
    this.socket.emit('scene:shown', report)
  }
  get last(): SceneShown | undefined {
    return this.told.at(-1)
  }
}

export async function pairScreen(server: TestServer, { silent = false } = {}): Promise<FakeScreen> {
  const link = await server.app.wall.pairingLink(server.url)
  const paired = await server.anonymous.post<{ token: string; id: number }>('/api/screens/pair', {
    token: link.split('#pair=')[1],
  })
  const socket: LiveClient = io(server.url, {
    path: '/live',
    parser,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { screenToken: paired.body.token },
  })
  // It listens before it is let in, as the page does: the first word comes at once.
  const screen = new FakeScreen(socket, paired.body.id)
  screen.silent = silent
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', reject)
  })
  return screen
}

/** The grid of a wall of one row, a screen in each cell. */
export const rowOf = (screens: readonly FakeScreen[], columns = screens.length) => ({
  ...{ rows: 1, columns, resolution: { width: 1920, height: 1080 }, panel: { width: 1210, height: 680 } },
  bezel: { left: 0, right: 0, top: 0, bottom: 0, unit: 'px' },
  cells: screens.map(({ id }, column) => ({ row: 0, column, screen: id })),
})
