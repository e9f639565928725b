import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const BIN = join(ROOT, 'node_modules', '.bin')

/** The platform's own Node 24; null before the install. */
export function ownNode() {
  const path = join(BIN, 'node')
  return existsSync(path) ? path : null
}

/** Everything started here finds Node 24 and the project's programs first. */
export const environment = (more = {}) => ({
  ...process.env,
  PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
  ...more,
})

/**
 * Runs a program to its end and resolves to its exit code (128 + signal when one ended it).
 * Signals are passed on. It stays in this process group, so a terminal's Ctrl-C may reach it twice: the server counts
 * only the first.
 */
export function run(command, words, { env = environment(), cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd, env, stdio: 'inherit' })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const forward = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, forward)
    const end = () => {
      for (const signal of signals) process.off(signal, forward)
    }
    child.on('error', (error) => {
      end()
      reject(error)
    })
    child.on('exit', (code, signal) => {
      end()
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}
