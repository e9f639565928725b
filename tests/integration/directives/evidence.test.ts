import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyDirectives } from '../../../server/directives/index.ts'
import {
  type DirectiveDetail,
  type DirectiveView,
  EVIDENCE_LIMIT,
  type EvidenceFile,
} from '../../../shared/api/directives.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let leader: Client
let own: Client
let other: Client
let id = 0
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  own = await server.as('agency', '22')
  other = await server.as('agency', '01')
  const { body } = await leader.post<DirectiveView[]>('/api/directives', {
    ...{ text: 'Khắc phục sự cố đê', due: Date.now() + 86_400_000, priority: 'normal', aim: null },
    ...{ addressees: ['22'], document: null, session: null, shown: null, issue: true },
  })
  id = body[0]?.id ?? 0
  await act(own, 'accept')
})
afterAll(() => server?.stop())

type Refused = { code?: string; detail?: Record<string, unknown> }
const act = (as: Client, what: string, note: string | null = null, more = {}) =>
  as.post<DirectiveDetail & Refused>(`/api/directives/${id}/acts`, { act: what, note, ...more })
const PDF = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
async function send(as: Client, name: string, body: Buffer) {
  const answer = await as.fetch(`/api/directives/${id}/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body),
  })
  const read: EvidenceFile & Refused = JSON.parse(await answer.text())
  return { status: answer.status, body: read }
}
const take = (as: Client, file: number) => as.fetch(`/api/directives/${id}/files/${file}`)

describe('evidence', () => {
  it('is sent, reported with a step, hashed, and downloaded as a file by whoever sees the directive', async () => {
    const sent = await send(own, 'Biên bản nghiệm thu đê.pdf', PDF)
    expect(sent).toMatchObject({
      status: 201,
      body: { name: 'Biên bản nghiệm thu đê.pdf', mime: 'application/pdf', bytes: PDF.length },
    })
    expect(sent.body.sha256).toBe(createHash('sha256').update(PDF).digest('hex'))
    // Sent and not reported: its sender's alone.
    expect((await take(own, sent.body.id)).status).toBe(200)
    expect((await take(leader, sent.body.id)).status).toBe(404)
    const reported = await act(own, 'report', 'Đã đắp xong', { files: [sent.body.id] })
    expect(reported.body.steps.at(-1)).toMatchObject({
      kind: 'report',
      files: [{ sha256: sent.body.sha256 }],
    })
    const answer = await take(leader, sent.body.id)
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Bien ban nghiem thu e\.pdf"; filename\*=UTF-8''Bi%C3%AAn%20b/,
    )
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(Buffer.from(await answer.arrayBuffer()).equals(PDF)).toBe(true)
    expect((await take(other, sent.body.id)).status).toBe(404)
    const { rows } = await server.app.db.pool.query(
      "select detail from audit_entry where action = 'directive.evidence' and subject = $1",
      [`directive:${id}`],
    )
    expect(rows).toEqual([{ detail: expect.objectContaining({ sha256: sent.body.sha256 }) }])
    expect(await verifyDirectives(server.app.db.pool)).toMatchObject({ files: 1, broken: [] })
    await expect(server.app.db.pool.query("update directive_file set name = 'x'")).rejects.toThrow(
      'append-only',
    )
  })

  it('is given to one step once, by whoever sent it', async () => {
    const { body } = await send(own, 'anh.png', Buffer.from('89504e470d0a1a0a00', 'hex'))
    const colleague = await server.as('agency', '22')
    expect((await act(colleague, 'report', 'Của người khác', { files: [body.id] })).body).toMatchObject({
      code: 'BAD_REQUEST',
      detail: { field: 'files', missing: [body.id] },
    })
    expect((await act(own, 'report', 'Kèm ảnh', { files: [body.id] })).status).toBe(200)
    expect((await act(own, 'report', 'Kèm lại', { files: [body.id] })).body.code).toBe('BAD_REQUEST')
    expect(
      (await act(own, 'ask', 'Xin thêm', { files: [body.id], due: Date.now() + 9e8 })).body,
    ).toMatchObject({
      detail: { field: 'files' },
    })
  })

  it('is what its bytes are, of few kinds and a bounded size, from the agency alone', async () => {
    const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)])
    for (const [name, body, code] of [
      ['bao-cao.pdf', exe, 'EVIDENCE_TYPE'],
      ['trang.pdf.html', Buffer.from('PK\u0003\u0004 không phải tệp nén'), 'EVIDENCE_TYPE'],
      ['rong.pdf', Buffer.alloc(0), 'BAD_REQUEST'],
      ['lon.pdf', Buffer.concat([PDF, Buffer.alloc(EVIDENCE_LIMIT)]), 'TOO_LARGE'],
    ] as const)
      expect([name, (await send(own, name, body)).body.code]).toEqual([name, code])
    // A page that calls itself a document is text, and leaves as text.
    const page = await send(own, '../../etc/<b>trang.html', Buffer.from('<script>alert(1)</script>'))
    expect(page.body).toMatchObject({ mime: 'text/plain', name: 'btrang.html.txt' })
    expect((await take(own, page.body.id)).headers.get('content-type')).toMatch(/^text\/plain/)
    expect((await send(leader, 'a.pdf', PDF)).status).toBe(403)
    expect((await send(other, 'a.pdf', PDF)).status).toBe(404)
  })

  it('is not taken any more once the directive is closed', async () => {
    await act(own, 'complete', 'Xong')
    await act(leader, 'close')
    expect((await send(own, 'muon.pdf', PDF)).body.code).toBe('DIRECTIVE_STATE')
  })
})
