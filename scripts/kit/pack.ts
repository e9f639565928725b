// The agencies' kit as one file in one package, which npx runs from this server's own address.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..', '..')
const OUT = join(ROOT, 'dist', 'kit')
const room = mkdtempSync(join(tmpdir(), 'kit-'))
try {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: 'kit/main.ts',
      outDir: room,
      emptyOutDir: false,
      target: 'node18',
      rolldownOptions: { output: { entryFileNames: 'check.js' } },
    },
  })
  copyFileSync(join(ROOT, 'kit', 'package.json'), join(room, 'package.json'))
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['pack', '--silent', '--offline'], { cwd: room, stdio: ['ignore', 'ignore', 'inherit'] })
  const { name, version } = JSON.parse(readFileSync(join(room, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  mkdirSync(OUT, { recursive: true })
  // Copied and renamed: the two folders may lie on two disks.
  copyFileSync(join(room, `${name}-${version}.tgz`), join(OUT, `${name}.tgz.new`))
  renameSync(join(OUT, `${name}.tgz.new`), join(OUT, `${name}.tgz`))
} finally {
  rmSync(room, { recursive: true, force: true })
}
