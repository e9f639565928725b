import { describe, expect, it } from 'vitest'
import { isInside } from '../../../server/intake/connectors/addresses.ts'

describe('an address lies inside', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:192.168.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
  ])('%s', (address) => expect(isInside(address)).toBe(true))
})
describe('an address lies outside', () => {
  it.each(['8.8.8.8', '203.113.188.1', '172.32.0.1', '100.128.0.1', '2404:6800::1', '::ffff:8.8.8.8'])(
    '%s',
    (address) => expect(isInside(address)).toBe(false),
  )
})
