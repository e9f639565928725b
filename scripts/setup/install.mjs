import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { environment, ownNode, ROOT, run } from './run.mjs'
import { say, step } from './say.mjs'
import { isStamped, stamp } from './stamp.mjs'

const STAMP = join(ROOT, 'node_modules', '.trong-dong-installed')

/** Node 24 comes as a package of the platform; the link to it is made again when npm did not make it. */
function linkNode() {
  if (ownNode()) return
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]
  const name = names.find((n) => existsSync(join(ROOT, 'node_modules', n, 'bin', 'node')))
  if (!name) return
  chmodSync(join(ROOT, 'node_modules', name, 'bin', 'node'), 0o755)
  mkdirSync(join(ROOT, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(join('..', name, 'bin', 'node'), join(ROOT, 'node_modules', '.bin', 'node'))
}

/** Makes node_modules exactly what package-lock.json says. Ends the process with npm's own message when that fails. */
export async function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (isStamped(STAMP, wanted) && ownNode()) return
  await step('installing the packages of package-lock.json (npm ci)', async () => {
    // No package needs its install script: what one would have done, the code that uses it does.
    const words = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error']
    const npm = process.env.npm_execpath
    const code =
      npm && /\.c?js$/.test(npm)
        ? await run(process.execPath, [npm, ...words], { env: plain() })
        : await run('npm', words, { env: plain() })
    if (code !== 0) {
      say('npm ci failed: its message is above. Check the network or the registry, then run the same again.')
      process.exit(code)
    }
    linkNode()
  })
  if (!ownNode() || spawnSync(ownNode(), ['--version']).status !== 0) {
    say(
      `Node 24 for ${process.platform}-${process.arch} could not be installed: this platform is not supported.`,
    )
    process.exit(1)
  }
  stamp(STAMP, wanted)
}

/** npm itself runs on the machine's node, and production mode must not leave out what the build needs. */
function plain() {
  const { NODE_ENV: _, ...rest } = environment()
  return {
    ...rest,
    PATH: rest.PATH.split(delimiter)
      .filter((p) => !p.startsWith(ROOT))
      .join(delimiter),
  }
}
