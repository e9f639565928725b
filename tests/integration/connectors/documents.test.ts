import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const room = mkdtempSync(join(tmpdir(), 'td-documents-'))
let server: TestServer
let source: Source
let centre: { id: string; key: string }
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url)
  const admin = await server.as('administrator')
  const made = await admin.post<{ id: string; key: string }>('/api/connections', {
    ...{ id: 'CANH-BAO', agencyCode: 'G10', connector: 'cap', name: { vi: 'Cảnh báo', en: 'Alerts' } },
    contract: {
      times: { period: 'PT1H', graceSeconds: 600, expirySeconds: 86_400, hours: null },
      series: [],
    },
  })
  expect([made.status, made.body]).toMatchObject([201, {}])
  centre = made.body
})
afterAll(async () => {
  await server?.stop()
  rmSync(room, { recursive: true, force: true })
})

/** The document's only example in a language. */
function example(document: string, language: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/connect', document), 'utf8')
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? ''
}
type Ran = { missing: boolean; out: string; error: string }
const run = (program: string, words: string[], by: { id: string; key: string }): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { ...process.env, TD_CENTRE: server.url, TD_CONNECTION: by.id, TD_KEY: by.key }
    execFile(program, words, { cwd: room, env }, (failed, out, error) =>
      resolve({ missing: failed?.code === 'ENOENT', out, error }),
    )
  })
/** In how many ways the examples are run; a language that this machine lacks is left out. */
const LANGUAGES = [
  ['sh', 'sh', 'push.sh'],
  ['js', process.execPath, 'push.mjs'],
  ['python', 'python3', 'push.py'],
  ['java', 'java', 'Push.java'],
] as const

describe('the examples of how to push', () => {
  it.each(LANGUAGES.map((l, i) => [...l, i] as const))(
    'numbers in %s do what they say',
    async (language, program, file, i) => {
      const text = example('http-push.md', language)
      expect(text).toContain('observations')
      writeFileSync(join(room, file), text)
      const { missing, out, error } = await run(program, [file], source)
      if (missing) return
      expect([out, error]).toEqual([expect.stringContaining('"accepted":1'), ''])
      const value = [41_250.5, 41_251, 41_252, 41_253][i]
      const { rows } = await server.app.db.pool.query('select from observation where value = $1', [value])
      expect(rows).toHaveLength(1)
    },
    180_000,
  )

  it.each(LANGUAGES)(
    'alerts in %s do what they say',
    async (language, program, file) => {
      writeFileSync(join(room, 'alert.xml'), example('cap.md', 'xml'))
      const text = example('cap.md', language)
      expect(text).toContain('/alerts')
      writeFileSync(join(room, file), text)
      const { missing, out, error } = await run(program, [file], centre)
      if (missing) return
      expect([out, error]).toEqual([expect.stringMatching(/"code":"22".*"unmatched":\[\]/), ''])
      const { rows } = await server.app.db.pool.query('select from alert')
      expect(rows).toHaveLength(1)
    },
    180_000,
  )
})
