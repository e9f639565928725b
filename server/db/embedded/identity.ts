import { spawnSync } from 'node:child_process'
import { lchownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedError } from './error.ts'

/** PostgreSQL refuses to run as root. This says as whom it runs instead, and which user its files belong to. */
export type Identity = {
  /** Put before a program's own words. */
  prefix: string[]
  /** Owner of the data folder and the socket folder, as this process sees it. */
  uid: number
  gid: number
  how: 'self' | 'namespace' | 'capability'
}

/** A user namespace: PostgreSQL sees uid 1000, while the files stay root's. */
const NAMESPACE = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
const NOBODY = 65_534
/** Where namespaces are closed: nobody's uid, which may still pass folders such as /root (0700). */
const CAPABILITY = [
  'setpriv',
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
]

const works = ([command = '', ...words]: string[]) =>
  spawnSync(command, [...words, 'true'], { stdio: 'ignore', timeout: 10_000 }).status === 0

/** Finds a way to run PostgreSQL. `allowed` narrows the ways as root (tests). Throws EmbeddedError. */
export function findIdentity(allowed: Identity['how'][] = ['namespace', 'capability']): Identity {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  if (uid !== 0) return { prefix: [], uid, gid, how: 'self' }
  if (process.platform === 'linux') {
    if (allowed.includes('namespace') && works(NAMESPACE))
      return { prefix: NAMESPACE, uid, gid, how: 'namespace' }
    if (allowed.includes('capability') && works(CAPABILITY))
      return { prefix: CAPABILITY, uid: NOBODY, gid: NOBODY, how: 'capability' }
  }
  throw new EmbeddedError(
    'EMBEDDED_NEEDS_USER',
    'PostgreSQL does not run as root, and neither unshare nor setpriv (util-linux) can give it another user here: start as an ordinary user, or set DATABASE_URL to a PostgreSQL 15 or newer',
  )
}

/** Gives the folder and all in it to the identity's user; does nothing when the folder is already theirs. */
export function giveTo({ uid, gid }: Identity, path: string): void {
  if (lstatSync(path).uid === uid || process.getuid?.() !== 0) return
  const give = (at: string) => {
    if (lstatSync(at).isDirectory()) for (const name of readdirSync(at)) give(join(at, name))
    lchownSync(at, uid, gid) // the folder itself last: an interrupted run begins again
  }
  give(path)
}
