import { expect, test } from 'vitest'
import { FLAG } from '../../../shared/vocabulary.ts'
import { agree, push } from '../../browser/wall/stage.ts'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { disputes, judged, ruleOf, write } from './stage.ts'

const row = (value: number, ago: number) =>
  JSON.stringify({
    observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date(Date.now() - ago).toISOString(), value }],
  })

test('a restart forgets no dispute, and judges what was committed and not judged yet', async () => {
  const fresh = await freshDatabase()
  const env = { DATABASE_URL: fresh.url }
  const doubt = (server: TestServer) => {
    const now = server.app.catalogue.now()
    const series = now.findSeries(now.indicator('KTN-02')!.id, now.nation().id)!
    return (server.app.live.cell(series).flags & FLAG.disputed) !== 0
  }
  const first = await startServer(env)
  const admin = await first.as('administrator')
  const key = await agree(admin, 'EVN-LAI', 'http-push', 'KTN-02')
  const over = await write(admin, 'OVER', ruleOf({ kind: 'bounds', indicator: 'KTN-02', max: 50_000 }))
  const under = await write(admin, 'UNDER', ruleOf({ kind: 'bounds', indicator: 'KTN-02', min: 10_000 }))
  await push(first, 'EVN-LAI', key, row(60_000, 9_000))
  await judged(first)
  expect(doubt(first)).toBe(true)
  // What comes while the checks are away is committed and judged by nobody.
  await first.app.checks.engine.close()
  await push(first, 'EVN-LAI', key, row(5_000, 4_000))
  await first.stop()

  const second = await startServer(env)
  try {
    const duty = await second.as('duty')
    await eventually(async () => {
      const open = await disputes(duty)
      expect(open.map((d) => d.rule.id)).toEqual([under.id])
    })
    const all = await disputes(duty, '?all=true')
    expect(all.find((d) => d.rule.id === over.id)?.steps.map((s) => s.kind)).toEqual(['opened', 'corrected'])
    expect(doubt(second)).toBe(true)
  } finally {
    await second.stop()
    await fresh.drop()
  }
})
