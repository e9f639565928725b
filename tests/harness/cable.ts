import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network cable between a browser and the server that can be pulled and put back. */
export async function cable(target: string) {
  const to = new URL(target)
  const sockets = new Set<Socket>()
  let pulled = false
  const server = createServer((near) => {
    if (pulled) return near.destroy()
    const far = connect(Number(to.port), to.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    pull: () => {
      pulled = true
      for (const socket of sockets) socket.destroy()
    },
    plug: () => {
      pulled = false
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
