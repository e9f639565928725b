/** What another process of Node.js holds, asked through its inspector (`--inspect=127.0.0.1:0` prints the address). */
export class Inside {
  readonly #socket: WebSocket
  #id = 0
  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  static async open(url: string): Promise<Inside> {
    const socket = new WebSocket(url)
    await new Promise((open, failed) => {
      socket.onopen = open
      socket.onerror = failed
    })
    return new Inside(socket)
  }

  #ask(method: string): Promise<Record<string, number>> {
    const id = ++this.#id
    return new Promise((answered) => {
      const hear = ({ data }: MessageEvent) => {
        const message = JSON.parse(String(data))
        if (message.id !== id) return
        this.#socket.removeEventListener('message', hear)
        answered(message.result ?? {})
      }
      this.#socket.addEventListener('message', hear)
      this.#socket.send(JSON.stringify({ id, method }))
    })
  }

  /** MiB of the heap that are in use once everything that can go is gone. */
  async heap(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage')
    const { usedSize = 0 } = await this.#ask('Runtime.getHeapUsage')
    return usedSize / 2 ** 20
  }

  close(): void {
    this.#socket.close()
  }
}
