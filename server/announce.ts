import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'

type Account = { username: string; password: string; role: string; unit: string }
export type Demonstration = {
  accounts: Account[]
  /** More of one kind, said in one line. */
  alike: Account[]
  /** Ends the pretended source systems and waits for them. */
  stop(): Promise<void>
}

/** What a person needs to see after the start: where it is, how to get in, and what is not as it should be. */
export async function announce(
  app: FastifyInstance,
  demonstration: Demonstration | null,
  say: (line: string) => void,
  seconds: number,
): Promise<void> {
  const { config } = app
  const { port } = app.server.address() as AddressInfo
  const base = config.publicUrl ?? `${config.tls ? 'https' : 'http'}://localhost:${port}`
  say(`\nTrống Đồng is ready after ${seconds.toFixed(1)} s at ${base}`)
  say(`  desk     ${base}/desk`)
  say(`  data     ${base}/data`)
  say(`  API      ${base}/api/docs`)
  if (demonstration) {
    say(`  wall     ${await app.wall.pairingLink(base)}   (this link pairs one screen, once)`)
    say('\nDemonstration: every number is simulated. Accounts:')
    for (const a of demonstration.accounts)
      say(`  ${a.username.padEnd(12)} ${a.password.padEnd(24)} ${a.role.padEnd(14)} ${a.unit}`)
    const [first, last] = [demonstration.alike[0], demonstration.alike.at(-1)]
    if (first && last) say(`  ${first.username} to ${last.username} likewise: the crews of the watch`)
  } else {
    const link = await app.access.firstAdministratorLink(base)
    if (link) say(`\n  first administrator (one-time link): ${link}`)
    if (!config.tls && !config.trustProxy)
      say(
        '\n  Warning: without TLS_CERT and TLS_KEY, or TRUST_PROXY=1, browsers refuse camera and microphone.',
      )
  }
  say('\nCtrl-C stops everything.')
}
