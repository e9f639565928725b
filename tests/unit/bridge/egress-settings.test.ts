import { expect, it } from 'vitest'
import { readConfig } from '../../../server/config.ts'

const LIVEKIT = {
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 's'.repeat(32),
}
const egress = (env: Record<string, string>) =>
  readConfig({ ...LIVEKIT, DATA_DIR: '/srv/td', ...env }, false).egress

it('records by egress only where it is switched on', () => {
  expect(egress({})).toBeNull()
  expect(egress({ LIVEKIT_EGRESS: 'off' })).toBeNull()
  expect(egress({ LIVEKIT_EGRESS: 'on' })).toEqual({ folder: '/srv/td/egress', seenAs: '/srv/td/egress' })
})
it('knows the shared folder under both its names', () =>
  expect(
    egress({ LIVEKIT_EGRESS: 'on', LIVEKIT_EGRESS_FOLDER: '/mnt/out', LIVEKIT_EGRESS_PREFIX: '/out/' }),
  ).toEqual({ folder: '/mnt/out', seenAs: '/out' }))
it.each([
  [{ LIVEKIT_EGRESS: 'yes' }, /LIVEKIT_EGRESS must be on or off/],
  [{ LIVEKIT_EGRESS: 'on', LIVEKIT_EGRESS_PREFIX: 'out' }, /LIVEKIT_EGRESS_PREFIX must be an absolute path/],
  [
    { LIVEKIT_EGRESS: 'on', LIVEKIT_URL: '', LIVEKIT_API_KEY: '', LIVEKIT_API_SECRET: '' },
    /LIVEKIT_EGRESS needs LIVEKIT_URL/,
  ],
])('says what is wrong with %j', (env, problem) => expect(() => egress(env)).toThrow(problem))
