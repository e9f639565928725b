import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { FetchError } from './types.ts'

/** Addresses that are not of the public network: this machine, its neighbours, what is reserved (RFC 6890 and after). */
const INSIDE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4')
/** Of IPv6 only what is given out as public (2000::/3) is outside, and of that not what carries an IPv4 address or is reserved. */
const PUBLIC6 = new BlockList()
PUBLIC6.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6')

/** Whether an address in figures lies inside. An IPv6 address that stands for an IPv4 one is judged as that one. */
export function isInside(address: string): boolean {
  const plain = address.split('%')[0] ?? address
  if (isIP(plain) === 4) return INSIDE.check(plain, 'ipv4')
  if (isIP(plain) !== 6) return true
  const mapped = mappedV4(plain)
  if (mapped) return INSIDE.check(mapped, 'ipv4')
  return !PUBLIC6.check(plain, 'ipv6') || INSIDE.check(plain, 'ipv6')
}

/** '::ffff:127.0.0.1' and '::ffff:7f00:1' → '127.0.0.1'. */
function mappedV4(address: string): string | null {
  const hex = /^\[(?:0:0:0:0:0:|::)ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/i.exec(
    new URL(`http://[${address}]`).hostname,
  )
  if (!hex) return null
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Throws ADDRESS_REFUSED for an address in figures that lies inside; a name is judged when it is looked up. */
export function checkHost(hostname: string, allowInside: boolean): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (!allowInside && isIP(bare) && isInside(bare)) throw new FetchError('ADDRESS_REFUSED', { address: bare })
}

/** Looks a name up and gives the connection only addresses that were judged: what is judged is what is connected to. */
export function guardedLookup(allowInside: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return done(new FetchError('NAME_UNKNOWN', { host: hostname }), '', 4)
      const refused = allowInside ? undefined : found.find((a) => isInside(a.address))
      if (refused)
        return done(new FetchError('ADDRESS_REFUSED', { host: hostname, address: refused.address }), '', 4)
      if (options.all) return done(null, found)
      const [first] = found
      return first
        ? done(null, first.address, first.family)
        : done(new FetchError('NAME_UNKNOWN', { host: hostname }), '', 4)
    })
  }
}
