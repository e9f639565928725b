import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const TEXT = readFileSync(join(import.meta.dirname, '../../../docs/connect/http-push.md'), 'utf8')
const room = mkdtempSync(join(tmpdir(), 'td-documents-'))
let server: TestServer
let source: Source
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url)
})
afterAll(async () => {
  await server?.stop()
  rmSync(room, { recursive: true, force: true })
})

/** The document's only example in a language. */
const example = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(TEXT)?.[1] ?? ''
const run = (program: string, words: string[]): Promise<{ missing: boolean; out: string; error: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, TD_CENTRE: server.url, TD_CONNECTION: source.id, TD_KEY: source.key }
    execFile(program, words, { cwd: room, env }, (failed, out, error) =>
      resolve({ missing: failed?.code === 'ENOENT', out, error }),
    )
  })

describe('the examples of how to push', () => {
  it.each([
    ['sh', 'sh', 'push.sh', 41_250.5],
    ['js', process.execPath, 'push.mjs', 41_251],
    ['python', 'python3', 'push.py', 41_252],
  ])('in %s do what they say', async (language, program, file, value) => {
    const text = example(language)
    expect(text).toContain('observations')
    writeFileSync(join(room, file), text)
    const { missing, out, error } = await run(program, [file])
    if (missing) return // not every machine has that language
    expect([out, error]).toEqual([expect.stringContaining('"accepted":1'), ''])
    const { rows } = await server.app.db.pool.query('select from observation where value = $1', [value])
    expect(rows).toHaveLength(1)
  })
})
