import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChannelsView } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, detail, loadNow, raised } from './stage.ts'

/** Of these tests alone: a certificate that this process trusts for the push service that it plays. */
const tls = (file: string) => readFileSync(join(import.meta.dirname, '../../fixtures/tls', file), 'utf8')

let server: TestServer
let duty: Client
let source: Source
let base = ''
type Posted = { path: string; headers: IncomingMessage['headers']; body: Buffer }
const posted: Posted[] = []
/** Browsers that are gone: the push service answers so. */
const gone = new Set<string>()
const service = createServer({ key: tls('key.pem'), cert: tls('cert.pem') }, (request, response) => {
  const parts: Buffer[] = []
  request.on('data', (b: Buffer) => parts.push(b))
  request.on('end', () => {
    const path = request.url ?? ''
    if (gone.has(path)) return response.writeHead(410).end()
    posted.push({ path, headers: request.headers, body: Buffer.concat(parts) })
    response.writeHead(201).end()
  })
})

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates('default'), tls('cert.pem')])
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  base = `https://localhost:${(service.address() as AddressInfo).port}`
  server = await startServer({ PUSH_INSIDE: '1' })
  duty = await server.as('duty')
  source = await agree(server.app, server.url)
}, 120_000)
afterAll(async () => {
  await server?.stop()
  service.closeAllConnections()
  await new Promise((done) => service.close(done))
})

/** A browser that asked for it: its own key pair and secret. */
type Browser = { path: string; ecdh: ECDH; auth: Buffer }
async function subscribe(who: Client, path: string): Promise<Browser> {
  const ecdh = createECDH('prime256v1')
  const [publicKey, auth] = [ecdh.generateKeys(), randomBytes(16)]
  const keys = { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') }
  expect((await who.post('/api/alarm-push', { endpoint: `${base}${path}`, keys })).status).toBe(204)
  return { path, ecdh, auth }
}

/** What only that browser can read: RFC 8291 over RFC 8188, one record. */
function opened({ ecdh, auth }: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16)
  const size = body.readUInt32BE(16)
  const length = body.readUInt8(20)
  const theirs = body.subarray(21, 21 + length)
  const record = body.subarray(21 + length)
  expect(record.length).toBeLessThanOrEqual(size)
  const derive = (secret: Buffer, own: Buffer, info: Buffer | string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, own, info, bytes))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs])
  const secret = derive(ecdh.computeSecret(theirs), auth, info, 32)
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12)
  const cipher = createDecipheriv('aes-128-gcm', key, nonce)
  cipher.setAuthTag(record.subarray(-16))
  const plain = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  // 0x02 ends the last record; what follows it is padding.
  const end = plain.lastIndexOf(2)
  expect([...plain.subarray(end + 1)].every((b) => b === 0)).toBe(true)
  return plain.subarray(0, end).toString('utf8')
}

/** The claims of its VAPID header (RFC 8292), once its signature is seen to be the server's own. */
function vapid(authorization: string | undefined, publicKey: string): Record<string, unknown> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization ?? '') ?? []
  expect(key).toBe(publicKey)
  const point = Buffer.from(publicKey, 'base64url')
  const jwk = {
    ...{ kty: 'EC', crv: 'P-256' },
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33, 65).toString('base64url'),
  }
  const [head = '', claims = '', signature = ''] = token.split('.')
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  expect(signed).toBe(true)
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))
}

it('a browser that asked for it is pushed the alarm, sealed for it alone and signed by this server', async () => {
  const [mine, gone410] = [await subscribe(duty, '/push/a'), await subscribe(duty, '/push/gone')]
  gone.add(gone410.path)
  const rungs = [{ afterSeconds: 0, channel: 'push', position: 'VAI.TRUC', webhook: null }]
  const name = { vi: 'Đẩy', en: 'Push' }
  expect((await duty.send('PUT', '/api/alarm-ladders/DAY', { name, rungs })).status).toBe(200)
  await addRule(duty, 'TAI', { ladder: 'DAY' })
  await source.push(loadNow(60_000))
  const { id } = await raised(duty, 'TAI')
  await eventually(() => expect(posted.map((p) => p.path)).toEqual(['/push/a']))
  const [{ headers, body }] = posted as [Posted]
  expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '3600' })
  // On the way there is nothing to read.
  expect(body.toString('latin1')).not.toContain('KHẨN')
  const said: unknown = JSON.parse(opened(mine, body))
  expect(said).toMatchObject({ id, severity: 'critical', title: expect.stringMatching(/^KHẨN CẤP: /) })
  const other = { ...mine, auth: randomBytes(16) }
  expect(() => opened(other, body)).toThrow()
  const { body: channels } = await duty.get<ChannelsView>('/api/alarm-channels')
  const claims = vapid(headers.authorization, channels.pushKey)
  expect(claims.aud).toBe(base)
  expect(Number(claims.exp) * 1_000 - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
  expect(String(claims.sub)).toMatch(/^(mailto|https):/)
  await eventually(async () =>
    expect((await detail(duty, id)).steps.map((s) => [s.kind, s.detail.channel])).toContainEqual([
      'delivered',
      'push',
    ]),
  )
  // The browser that is gone is forgotten.
  const { rows } = await server.app.db.pool.query('select endpoint from alarm_push')
  expect(rows).toEqual([{ endpoint: `${base}/push/a` }])
})

it('who asks for it no more is pushed nothing more, and another person cannot ask for him', async () => {
  const endpoint = `${base}/push/a`
  await (await server.as('duty')).post('/api/alarm-push/end', { endpoint })
  const count = async () => (await server.app.db.pool.query('select 1 from alarm_push')).rows.length
  expect(await count()).toBe(1)
  await duty.post('/api/alarm-push/end', { endpoint })
  expect(await count()).toBe(0)
})
