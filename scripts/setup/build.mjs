import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { environment, ownNode, ROOT, run } from './run.mjs'
import { step } from './say.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

const SOURCES = ['client', 'shared', 'public', 'kit', 'vite.config.ts', 'package-lock.json']
const STAMP = join(ROOT, 'dist', '.built-from')

/** Builds the client and the agencies' kit into dist/ when their sources are not those it was built from. Resolves to an exit code. */
export async function build() {
  const wanted = hashOf(ROOT, SOURCES)
  if (isStamped(STAMP, wanted) && existsSync(join(ROOT, 'dist', 'index.html'))) return 0
  return step('building the client (vite)', async () => {
    // Whatever the shell's own NODE_ENV says: React's development build draws several times slower.
    const code = await run(
      ownNode(),
      [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
      { env: environment({ NODE_ENV: 'production' }) },
    )
    const packed = code || (await run(ownNode(), [join(ROOT, 'scripts', 'kit', 'pack.ts')]))
    if (packed === 0) stamp(STAMP, wanted)
    return packed
  })
}
