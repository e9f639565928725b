import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { Recorder } from '../../fixtures/replay/recording.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

/** A server with a second's source and a monthly one, and pages of whoever is asked for. */
export type ReplayStage = {
  server: TestServer
  /** Every second: KTN-02. */
  quick: Source
  /** Every month: KTN-14 of each province. */
  monthly: Source
  page(cookie: string): Promise<Recorder>
  send(source: Source, ...observations: object[]): Promise<number>
  stop(): Promise<void>
}

export async function replayStage(env: Record<string, string> = {}): Promise<ReplayStage> {
  const server = await startServer(env)
  const quick = await agree(server.app, server.url, [{ indicator: 'KTN-02' }])
  const monthly = await agree(server.app, server.url, [{ indicator: 'KTN-14' }])
  const pages: Recorder[] = []
  return {
    server,
    quick,
    monthly,
    page: async (cookie) => {
      const page = new Recorder(server.url, cookie)
      pages.push(page)
      return page.connected()
    },
    /** Returns when it was recorded at the latest (ms). */
    send: async (source, ...observations) => {
      const { status, answer } = await source.push({ observations })
      expect([status, answer.refused]).toEqual([200, 0])
      return Date.now()
    },
    stop: async () => {
      for (const page of pages) page.close()
      await server.stop()
    },
  }
}

/** The grid's load, as of now. */
export const load = (value: number, at = Date.now()) => ({
  indicator: 'KTN-02',
  unit: 'VN',
  at: new Date(at).toISOString(),
  value,
})
export const report = (unit: string, value: number, period = '2026-09', status = 'provisional') => ({
  indicator: 'KTN-14',
  unit,
  period,
  value,
  status,
})

/** What was committed a moment ago is replayed only when everything of that moment can be read. */
export const settled = () => pause(1_700)
