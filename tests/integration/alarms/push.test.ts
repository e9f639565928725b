import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChannelsView } from '../../../shared/api/alarms.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { opened, PUSH_CERTIFICATE, type Pushed, pushService, subscribe } from '../../fixtures/push.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, detail, loadNow, raised, writeLadder } from './stage.ts'

let server: TestServer
let duty: Client
let source: Source
let base = ''
const service = pushService()
const { posted, gone } = service

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(PUSH_CERTIFICATE, 'utf8')])
  base = await service.start()
  server = await startServer({ PUSH_INSIDE: '1' })
  duty = await server.as('duty')
  source = await agree(server.app, server.url)
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await service.stop()
})

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
  const [mine, gone410] = [await subscribe(duty, base, '/push/a'), await subscribe(duty, base, '/push/gone')]
  gone.add(gone410.path)
  const rungs = [{ afterSeconds: 0, channel: 'push', position: 'VAI.TRUC', webhook: null }]
  const name = { vi: 'Đẩy', en: 'Push' }
  expect((await writeLadder(duty, 'DAY', { name, rungs })).status).toBe(200)
  await addRule(duty, 'TAI', { ladder: 'DAY' })
  await source.push(loadNow(60_000))
  const { id } = await raised(duty, 'TAI')
  await eventually(() => expect(posted.map((p) => p.path)).toEqual(['/push/a']))
  const [{ headers, body }] = posted as [Pushed]
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

it('a browser that several people use is its last one’s: it is told what is his, and pushed nothing of the others', async () => {
  const path = '/push/ban-truc'
  const endpoint = `${base}${path}`
  const mine = async (who: Client) => (await who.post('/api/alarm-push/mine', { endpoint })).body
  const [next, agency] = [await server.as('duty'), await server.as('agency', '22')]
  await subscribe(duty, base, path)
  expect([await mine(duty), await mine(next), await mine(agency)]).toEqual([
    { mine: true },
    { mine: false },
    { mine: false },
  ])
  await subscribe(next, base, path)
  expect([await mine(duty), await mine(next)]).toEqual([{ mine: false }, { mine: true }])
  const { rows } = await server.app.db.pool.query(
    'select username from alarm_push p join account a on a.id = p.account_id where endpoint = $1',
    [endpoint],
  )
  expect(rows).toEqual([{ username: 'duty3' }])
})
