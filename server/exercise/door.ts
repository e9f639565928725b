import { createServer, type Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import { MARK } from '../../shared/world.ts'

type Of = { title: { vi: string; en: string }; endedAt: number }
type Place = { port: number; host: string; tls: { cert: Buffer; key: Buffer } | null }

const written = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
function when(at: number): string {
  const [day = '', time = ''] = new Date(at + ZONE_OFFSET_MS).toISOString().split('T')
  return `${time.slice(0, 5)} ${day.split('-').reverse().join('/')}`
}
const page = ({ title, endedAt }: Of) => `<!doctype html>
<html lang="vi" data-world="exercise" data-exercise-over><meta charset="utf-8"><title>${MARK.vi}</title>
<meta name="viewport" content="width=device-width">
<style>body{margin:0;min-height:100vh;display:grid;place-content:center;gap:.5rem;padding:2rem;font:1.125rem/1.5 system-ui,sans-serif;background:#101418;color:#e8ecf0}b{font-size:1.75rem;letter-spacing:.04em}p{margin:0;max-width:60ch}</style>
<b>◆ ${MARK.vi} · ${MARK.en}</b><p><strong>${written(title.vi)}</strong></p>
<p>Cuộc diễn tập đã kết thúc lúc ${when(endedAt)} và đã đóng. Địa chỉ này không còn gì; muốn xem lại, hãy mở từ trang Diễn tập của hệ thống thật.</p>
<p lang="en"><strong>${written(title.en)}</strong><br>This exercise ended at ${when(endedAt)} and is shut. There is nothing at this address any more; to look back on it, open it from the Exercises page of the real system.</p></html>`

/** Stands at the address of an exercise that was shut, until the next one or the end of the server: it says so to whoever comes. */
export class Door {
  #server: Server | null = null
  #log: FastifyBaseLogger

  constructor(log: FastifyBaseLogger) {
    this.#log = log
  }

  get port(): number | null {
    const address = this.#server?.address() as AddressInfo | null | undefined
    return address?.port ?? null
  }

  /** Resolves when it stands, or cannot: then the address refuses, as an empty one does. */
  async open({ port, host, tls }: Place, of: Of): Promise<void> {
    await this.close()
    const said = JSON.stringify(new RequestError('EXERCISE_ENDED').body())
    const server = tls ? createTls({ cert: tls.cert, key: tls.key }) : createServer()
    server.on('request', (request, response) => {
      const forPeople = !/^\/(api|live|assets|geo)\//.test(request.url ?? '')
      response.writeHead(410, {
        ...{ 'x-td-world': 'exercise', 'cache-control': 'no-store', connection: 'close' },
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'content-type': forPeople ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      })
      response.end(forPeople ? page(of) : said)
    })
    await new Promise<void>((done) => {
      server.once('error', (error) => {
        this.#log.warn({ error }, 'the address of the exercise that was shut says nothing')
        done()
      })
      server.listen(port, host, () => {
        this.#server = server
        done()
      })
    })
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}
