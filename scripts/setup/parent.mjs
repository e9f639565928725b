import { isMainThread } from 'node:worker_threads'

/**
 * npm and its shell end on a signal without passing it on, and a killed parent passes nothing on. This process then has
 * a new parent: it is asked to stop in order, as if the signal had come to it.
 */
export function stopWithParent() {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  timer.unref()
}

// As a preload (--import) of the server.
if (isMainThread && process.execArgv.some((word) => word.includes('parent.mjs'))) stopWithParent()
