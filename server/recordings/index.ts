import { mkdir } from 'node:fs/promises'
import fp from 'fastify-plugin'
import { Files } from './files.ts'
import { Recordings } from './recordings.ts'
import { recordingRoutes } from './routes.ts'

/** Recordings of sessions, beside the database in the data folder. */
export const recordings = fp(
  async (app) => {
    const files = new Files(app.config.dataDir)
    const room = new Recordings(app, files, app.config.recordingDays)
    await files.prepare()
    if (app.config.egress) await mkdir(app.config.egress.folder, { recursive: true })
    await app.register(recordingRoutes, { recordings: room, folder: files.folder })
    app.addHook('onReady', () => room.load())
    app.addHook('onClose', () => room.close())
  },
  { name: 'recordings', dependencies: ['db', 'audit', 'access', 'bridge'] },
)
