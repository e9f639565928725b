import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { RequestError } from '../../shared/refusal.ts'

const derive = promisify(argon2)
/** OWASP's second recommendation for argon2id: 19 MiB, two passes. `memory` in KiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** 256 random bits, safe in an address. */
export const newToken = () => randomBytes(32).toString('base64url')
/** Tokens are random, so a plain hash is enough to keep them unreadable. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest()

const digest = (
  password: string,
  nonce: Buffer,
  cost: Omit<typeof COST, 'tagLength'> & { tagLength: number },
) => derive('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, ...cost })
const base64 = (b: Buffer) => b.toString('base64').replace(/=+$/, '')

/** A PHC string: $argon2id$v=19$m=19456,t=2,p=1$salt$hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await digest(password, salt, COST)
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(tag)}`
}

const NOBODY = await hashPassword(newToken())

/** Compares in constant time; an unknown account (null) costs as much as a known one. */
export async function passwordMatches(password: string, phc: string | null): Promise<boolean> {
  const m = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(
    phc ?? NOBODY,
  )
  if (!m) return false
  const [, memory, passes, parallelism, salt = '', tag = ''] = m
  const wanted = Buffer.from(tag, 'base64')
  const found = await digest(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.length,
  })
  return timingSafeEqual(found, wanted) && phc !== null
}

/** Refuses what is too short or is the name itself; length is what helps, so nothing else is asked. */
export function checkPassword(password: string, username: string): void {
  const length = [...password].length
  if (length < 12 || length > 200 || password.toLowerCase() === username.toLowerCase())
    throw new RequestError('BAD_REQUEST', { field: 'password', reason: 'PASSWORD_WEAK', shortest: 12 })
}
