import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { environment, run } from './run.mjs'
import { step } from './say.mjs'

/** Pinned together with livekit-client and livekit-server-sdk in package.json. */
const VERSION = '1.13.5'
const NAME = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server'
/** From this on the toolchain fetches the newer one that the server asks for. */
const OLDEST_GO = [1, 21]

/** Built once a machine, outside the project, so that a fresh clone does not build it again. */
const built = () =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trong-dong', `livekit-${VERSION}`)

const folders = () => (process.env.PATH ?? '').split(delimiter)

/** A LiveKit server on this machine: LIVEKIT_SERVER_BIN, the PATH, one built before; null when there is none. */
export function findLivekit() {
  const set = process.env.LIVEKIT_SERVER_BIN
  if (set) return existsSync(set) ? set : null
  return [...folders().map((f) => join(f, NAME)), join(built(), NAME)].find((p) => existsSync(p)) ?? null
}

function findGo() {
  for (const folder of [...folders(), '/usr/local/go/bin', '/opt/homebrew/bin']) {
    const go = join(folder, 'go')
    if (!existsSync(go)) continue
    try {
      const words = execFileSync(go, ['version'], {
        encoding: 'utf8',
        env: { ...process.env, GOTOOLCHAIN: 'local' },
      })
      const [, major, minor] = /go(\d+)\.(\d+)/.exec(words) ?? []
      if (Number(major) > OLDEST_GO[0] || Number(minor) >= OLDEST_GO[1]) return go
    } catch {
      // A go that does not start is no go.
    }
  }
  return null
}

/**
 * The LiveKit server that the video tests run against, built where a Go toolchain can do it; null with the reason
 * said by the caller otherwise.
 */
export async function ensureLivekit() {
  const found = findLivekit()
  if (found || process.env.LIVEKIT_SERVER_BIN) return found
  const go = findGo()
  if (!go) return null
  const bin = built()
  mkdirSync(bin, { recursive: true })
  const code = await step(`building LiveKit ${VERSION} for the video tests (go install)`, () =>
    run(go, ['install', '-ldflags=-s -w', `github.com/livekit/livekit-server/cmd/server@v${VERSION}`], {
      env: environment({ CGO_ENABLED: '0', GOBIN: bin, GOTOOLCHAIN: 'auto', GOFLAGS: '' }),
    }),
  )
  // Go names a program after its folder.
  const server = join(bin, 'server')
  if (code !== 0 || !existsSync(server)) return null
  renameSync(server, join(bin, NAME))
  return findLivekit()
}
