import { spawnSync } from 'node:child_process'
import { run } from './run.mjs'

/** As root on Debian installs packages with apt-get; false when that is not possible here. */
export async function aptInstall(...packages) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const words = ['install', '-y', '--no-install-recommends', ...packages]
  if ((await run('apt-get', words, { env })) === 0) return true
  await run('apt-get', ['update'], { env })
  return (await run('apt-get', words, { env })) === 0
}
