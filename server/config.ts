import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NATIONAL_SET_SIZE } from '../shared/vocabulary.ts'
import { REAL, type World } from '../shared/world.ts'

/** Every setting of the server. The text after each name in SETTINGS is its documentation. */
export type Config = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  mqttPort: number
  tls: { cert: Buffer; key: Buffer } | null
  trustProxy: boolean
  publicUrl: string | null
  adminUsername: string | null
  adminPassword: string | null
  nationalSet: number
  tickMs: number
  replays: number
  bodyLimit: number
  rowsLimit: number
  commitMessages: number
  socketsPerAddress: number
  /** The LiveKit server that carries sessions; null: the browsers among themselves only. */
  livekit: { url: string; key: string; secret: string } | null
  /** Days before a directive's deadline that it is reminded of, and after it that it is brought up. */
  directiveRules: { before: readonly number[]; after: readonly number[] }
  /** Who records sessions that LiveKit carries: its egress service, with the folder of its files as we and as it see it. */
  egress: { folder: string; seenAs: string } | null
  /** How long recordings of sessions are kept. */
  recordingDays: number
  /** Days that what screens said they show is kept. */
  proofDays: number
  /** Where alarms by e-mail go out; null: nowhere. */
  mail: { url: string; from: string } | null
  /** The gateway that sends text messages: one HTTP request each, {phone} and {text} filled in; null: none. */
  sms: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null } | null
  /** Browsers' push services may be addresses of the inner network. */
  pushInside: boolean
  iceServers: { urls: string; username?: string; credential?: string }[]
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug'
  /** The demonstration: accounts with known passwords and simulated sources. Never in production. */
  demo: boolean
  /** How many times more often than agreed its real-time sources send. */
  demoPace: number
  /** The world of this server. No setting makes an exercise: only a real server starts one, in a process of its own. */
  world: World
  /** Where a running exercise listens; its address as people reach it, when a proxy stands before it. */
  exercise: {
    port: number
    url: string | null
    days: number
    /** Positions whose holders alone start, steer and end exercises; empty: by role. */
    positions: readonly string[]
    /** Whom an exercise may reach outside itself; empty: nobody. */
    addresses: readonly string[]
  }
}

export const SETTINGS: Record<string, string> = {
  PORT: 'HTTP port (8080; 0 = any free one)',
  HOST: 'address to listen on (127.0.0.1 for the demonstration, 0.0.0.0 otherwise)',
  DATA_DIR: 'folder of all state (./data)',
  DATABASE_URL: 'PostgreSQL 15 or newer to use instead of the embedded one',
  MQTT_PORT: 'port of the MQTT broker (1883; 0 = any free one, off = none)',
  TLS_CERT: 'file with the certificate chain (PEM); with TLS_KEY serves HTTPS',
  TLS_KEY: 'file with the private key (PEM)',
  TRUST_PROXY: '1 when a proxy in front ends TLS and sets X-Forwarded-*',
  PUBLIC_URL: 'address people use, for links (http://localhost:PORT)',
  ADMIN_USERNAME: 'first administrator; with ADMIN_PASSWORD, else a one-time link is printed',
  ADMIN_PASSWORD: 'its password (at least 12 characters)',
  NATIONAL_SET: 'number of indicators in the national set (200)',
  TICK_MS: 'milliseconds between frames (100)',
  REPLAYS: 'most replays at once; eight times as many clocks may stand at a past moment (8)',
  BODY_LIMIT: 'largest body of one message in bytes (16777216)',
  ROWS_LIMIT: 'most rows in one message (50000)',
  COMMIT_MESSAGES: 'most messages that are committed together (400; 1 = each alone)',
  SOCKETS_PER_ADDRESS: 'most live connections from one network address (200)',
  LIVEKIT_URL:
    'LiveKit server as browsers reach it (ws:// or wss://); with the next two carries video sessions of more than 6 points',
  LIVEKIT_API_KEY: 'its API key',
  LIVEKIT_API_SECRET: 'its API secret (at least 32 characters)',
  LIVEKIT_EGRESS:
    'on when an egress service of that LiveKit makes the recordings of sessions that it carries (off)',
  LIVEKIT_EGRESS_FOLDER: 'folder that this server and the egress service share (egress in DATA_DIR)',
  LIVEKIT_EGRESS_PREFIX: 'that folder as the egress service sees it (the same path)',
  RECORDING_DAYS: 'days that recordings of video sessions are kept (365)',
  PROOF_DAYS: 'days that what screens said they show is kept (400)',
  EXERCISE_PORT: 'port of a running exercise, a world of its own (PORT + 1; 0 = any free one)',
  EXERCISE_URL: 'address people use for it when a proxy stands in front (this host at that port)',
  EXERCISE_DAYS: 'days that exercises and what people did in them are kept (365)',
  EXERCISE_POSITIONS:
    'positions whose holders alone may start, steer and end exercises, such as chief; an administrator may always end one (by role)',
  EXERCISE_ADDRESSES:
    'whom exercises may reach outside, separated by commas: mail addresses, telephone numbers, webhook addresses, push:ACCOUNT (nobody)',
  SMTP_URL: 'mail server for alarms, such as smtps://user:password@mail.example.vn (none)',
  MAIL_FROM: 'sender of those mails (trong-dong@localhost)',
  SMS_GATEWAY:
    'JSON of an HTTP gateway for text messages: {"url","method","headers","body"}; {phone} and {text} are filled in (none)',
  PUSH_INSIDE: '1: browsers may be reached by push services of the inner network (0)',
  DIRECTIVE_REMINDERS: 'days before the deadline of a directive at which its agency is reminded (3,1)',
  DIRECTIVE_ESCALATION:
    'days after it at which it is brought up: the first to the duty officer, further ones to the leader (1,3,7)',
  ICE_SERVERS: 'JSON array of ICE servers for the video bridge ([])',
  DEMO_PACE: 'how many times more often than agreed the real-time sources of the demonstration send (1)',
  LOG_LEVEL: 'fatal, error, warn, info or debug (info)',
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Env = Record<string, string | undefined>

function integer(env: Env, name: string, fallback: number, min: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const n = Number(text)
  if (!Number.isInteger(n) || n < min || n > max)
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${text}"`)
  return n
}

function pem(env: Env, name: string): Buffer | null {
  const path = env[name]
  if (!path) return null
  try {
    return readFileSync(path)
  } catch {
    throw new ConfigError(`${name}: the file ${path} cannot be read`)
  }
}

function iceServers(env: Env): Config['iceServers'] {
  if (!env.ICE_SERVERS) return []
  try {
    const list: unknown = JSON.parse(env.ICE_SERVERS)
    if (Array.isArray(list) && list.every((s) => s && typeof s.urls === 'string')) return list
  } catch {}
  throw new ConfigError('ICE_SERVERS must be a JSON array such as [{"urls":"stun:10.0.0.5:3478"}]')
}

const listOf = (text = ''): string[] => [...new Set(text.split(',').map((t) => t.trim()))].filter(Boolean)

/** Whole days, each once, in the order of their size; an empty word is none. Throws ConfigError. */
function days(env: Env, name: string, usual: readonly number[]): readonly number[] {
  const text = env[name]
  if (text === undefined) return usual
  const list = text.split(',').flatMap((t) => (t.trim() ? [Number(t)] : []))
  if (list.length > 10 || !list.every((d) => Number.isInteger(d) && d >= 1 && d <= 365))
    throw new ConfigError(`${name} must be up to ten whole numbers of days (1 to 365) such as 3,1`)
  return [...new Set(list)].sort((a, b) => a - b)
}

function livekit(env: Env): Config['livekit'] {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = env
  if (!url && !key && !secret) return null
  if (!url || !key || !secret)
    throw new ConfigError(
      'LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are set together or not at all',
    )
  if (!/^wss?:\/\/[^\s/]+\/?$/.test(url))
    throw new ConfigError(
      `LIVEKIT_URL must be ws:// or wss:// and a host, such as wss://media.example.vn, not "${url}"`,
    )
  if (secret.length < 32) throw new ConfigError('LIVEKIT_API_SECRET must have at least 32 characters')
  return { url: url.replace(/\/$/, ''), key, secret }
}

function egress(env: Env): Config['egress'] {
  const on = env.LIVEKIT_EGRESS || 'off'
  if (on !== 'on' && on !== 'off') throw new ConfigError(`LIVEKIT_EGRESS must be on or off, not "${on}"`)
  if (on === 'off') return null
  if (!env.LIVEKIT_URL)
    throw new ConfigError('LIVEKIT_EGRESS needs LIVEKIT_URL: egress belongs to a LiveKit server')
  const folder = resolve(env.LIVEKIT_EGRESS_FOLDER || join(env.DATA_DIR || 'data', 'egress'))
  const seenAs = (env.LIVEKIT_EGRESS_PREFIX || folder).replace(/\/+$/, '')
  if (!seenAs.startsWith('/'))
    throw new ConfigError(`LIVEKIT_EGRESS_PREFIX must be an absolute path, not "${seenAs}"`)
  return { folder, seenAs }
}

function mail(env: Env): Config['mail'] {
  if (!env.SMTP_URL) return null
  if (!/^smtps?:\/\//.test(env.SMTP_URL))
    throw new ConfigError('SMTP_URL must begin with smtp:// or smtps://')
  return { url: env.SMTP_URL, from: env.MAIL_FROM || 'trong-dong@localhost' }
}

function sms(env: Env): Config['sms'] {
  if (!env.SMS_GATEWAY) return null
  try {
    const { url, method = 'POST', headers = {}, body = null } = JSON.parse(env.SMS_GATEWAY)
    const fits =
      typeof url === 'string' && /^https?:\/\//.test(url) && (body === null || typeof body === 'string')
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
    if (fits && (method === 'GET' || method === 'POST'))
      return { url, method, headers: Object.fromEntries(texts), body }
  } catch {}
  throw new ConfigError(
    'SMS_GATEWAY must be JSON such as {"url":"https://sms.example.vn/send","body":"to={phone}&text={text}"}',
  )
}

/** Reads the settings from the environment. Throws ConfigError with one clear line on a wrong one. */
export function readConfig(env: Env, demo: boolean): Config {
  const cert = pem(env, 'TLS_CERT')
  const key = pem(env, 'TLS_KEY')
  if (Boolean(cert) !== Boolean(key))
    throw new ConfigError('TLS_CERT and TLS_KEY are set together or not at all')
  const logLevel = env.LOG_LEVEL ?? (demo ? 'warn' : 'info')
  if (!['fatal', 'error', 'warn', 'info', 'debug'].includes(logLevel))
    throw new ConfigError(`LOG_LEVEL must be fatal, error, warn, info or debug, not "${logLevel}"`)
  if (env.DATABASE_URL && !/^postgres(ql)?:\/\//.test(env.DATABASE_URL))
    throw new ConfigError('DATABASE_URL must begin with postgres:// or postgresql://')
  const port = integer(env, 'PORT', 8080, 0, 65_535)
  return {
    port,
    host: env.HOST || (demo ? '127.0.0.1' : '0.0.0.0'),
    dataDir: resolve(env.DATA_DIR || 'data'),
    databaseUrl: env.DATABASE_URL || null,
    mqttPort: env.MQTT_PORT === 'off' ? -1 : integer(env, 'MQTT_PORT', 1883, 0, 65_535),
    tls: cert && key ? { cert, key } : null,
    trustProxy: env.TRUST_PROXY === '1',
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, '') || null,
    adminUsername: env.ADMIN_USERNAME || null,
    adminPassword: env.ADMIN_PASSWORD || null,
    nationalSet: integer(env, 'NATIONAL_SET', NATIONAL_SET_SIZE, 1, 100_000),
    tickMs: integer(env, 'TICK_MS', 100, 10, 10_000),
    replays: integer(env, 'REPLAYS', 8, 1, 1_000),
    bodyLimit: integer(env, 'BODY_LIMIT', 16 << 20, 1024, 1 << 30),
    rowsLimit: integer(env, 'ROWS_LIMIT', 50_000, 1, 1_000_000),
    commitMessages: integer(env, 'COMMIT_MESSAGES', 400, 1, 10_000),
    socketsPerAddress: integer(env, 'SOCKETS_PER_ADDRESS', 200, 1, 1_000_000),
    livekit: livekit(env),
    egress: egress(env),
    directiveRules: {
      before: days(env, 'DIRECTIVE_REMINDERS', [1, 3]),
      after: days(env, 'DIRECTIVE_ESCALATION', [1, 3, 7]),
    },
    recordingDays: integer(env, 'RECORDING_DAYS', 365, 1, 36_500),
    proofDays: integer(env, 'PROOF_DAYS', 400, 1, 36_500),
    mail: mail(env),
    sms: sms(env),
    pushInside: env.PUSH_INSIDE === '1',
    iceServers: iceServers(env),
    logLevel: logLevel as Config['logLevel'],
    demo,
    demoPace: integer(env, 'DEMO_PACE', 1, 1, 10),
    world: REAL,
    exercise: {
      port: integer(env, 'EXERCISE_PORT', port ? (port % 65_535) + 1 : 0, 0, 65_535),
      url: env.EXERCISE_URL?.replace(/\/$/, '') || null,
      days: integer(env, 'EXERCISE_DAYS', 365, 1, 36_500),
      positions: listOf(env.EXERCISE_POSITIONS),
      addresses: listOf(env.EXERCISE_ADDRESSES),
    },
  }
}
