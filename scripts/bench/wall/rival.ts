import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { Server } from 'socket.io'
import { build } from 'vite'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

/** The rival page, built as ours is and served with stock Socket.IO. `change` tells every page of one new value. */
export async function startRival() {
  const folder = await mkdtemp(join(tmpdir(), 'td-rival-'))
  await build({
    root: join(import.meta.dirname, 'rival'),
    plugins: [react()],
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  })
  const server = createServer(async (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    try {
      const body = await readFile(join(folder, path))
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  const io = new Server(server, { transports: ['websocket'] })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    change: (id: string, value: number) => io.emit('change', { id, value }),
    stop: async () => {
      await io.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
