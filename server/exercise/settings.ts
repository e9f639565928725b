import type { Config } from '../config.ts'

const TELEPHONE = /^\+?[\d .-]{6,}$/

/**
 * The settings of an exercise's own server. Of the real one it gets where people reach it, and nothing that leads out: the
 * mail server and the gateway only where the settings name an address of that kind for exercises.
 */
export function settingsOf(config: Config, folder: string): Record<string, string> {
  const { exercise, mail, sms } = config
  const { addresses } = exercise
  const mails = mail !== null && addresses.some((a) => a.includes('@'))
  const pushes = config.pushInside && addresses.some((a) => a.startsWith('push:'))
  const texts = sms !== null && addresses.some((a) => TELEPHONE.test(a))
  return {
    PORT: String(exercise.port),
    HOST: config.host,
    DATA_DIR: folder,
    TRUST_PROXY: config.trustProxy ? '1' : '',
    PUBLIC_URL: exercise.url ?? '',
    TICK_MS: String(config.tickMs),
    LOG_LEVEL: 'error',
    EXERCISE_ADDRESSES: addresses.join(','),
    ...(mails ? { SMTP_URL: mail.url, MAIL_FROM: mail.from } : {}),
    ...(pushes ? { PUSH_INSIDE: '1' } : {}),
    ...(texts ? { SMS_GATEWAY: JSON.stringify(sms) } : {}),
  }
}
