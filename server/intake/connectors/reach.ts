import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { checkHost, guardedLookup } from './addresses.ts'
import { FetchError } from './types.ts'

/** The address to connect to for a host: judged once, and connected to as judged. Throws NAME_UNKNOWN, ADDRESS_REFUSED. */
export async function addressFor(host: string, allowPrivate: boolean): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, '')
  checkHost(bare, allowPrivate)
  if (isIP(bare)) return bare
  return new Promise((resolve, reject) => {
    guardedLookup(allowPrivate)(bare, { all: true }, (error, found) => {
      if (error) return reject(error)
      const [first] = typeof found === 'string' ? [found] : found.map((a: LookupAddress) => a.address)
      if (first) resolve(first)
      else reject(new FetchError('NAME_UNKNOWN', { host: bare }))
    })
  })
}
