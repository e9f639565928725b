import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { createTransport, type Transporter } from 'nodemailer'
import webpush from 'web-push'
import { wantsAnswer } from '../../../shared/alarm.ts'
import { markLine } from '../../../shared/world.ts'
import { storable, transaction } from '../../db/index.ts'
import type { Vault } from '../../intake/index.ts'
import { mayReach } from '../../world.ts'
import type { Book } from '../book.ts'
import { type Answer, answered, claimDue, type Delivery, forgetSending } from '../ladder/store.ts'
import { insertSteps, type NewStep } from '../store.ts'
import type { Alarm } from '../types.ts'
import { alarmView, gravestFirst } from '../view.ts'
import { asOutside } from './outside.ts'
import { send, TIMEOUT_MS } from './request.ts'
import {
  dropSubscription,
  readReached,
  readSecret,
  readSubscriptions,
  readWebhook,
  writeSecret,
} from './store.ts'
import { marked, textOf } from './text.ts'

const LOOK_MS = 2_000
const WRITE_AGAIN_MS = 1_000
/** Sent side by side, and of these to one webhook or by one channel: one that hangs holds up none of the others. */
const MOST = 16
const MOST_OF_ONE = 4
const wayOf = (d: Pick<Delivery, 'channel' | 'webhook'>) => `${d.channel}:${d.webhook ?? ''}`
/** Seconds before each further try. */
const AGAIN = [2, 10, 60, 300]
export const webhookPlace = (code: string) => `alarm-webhook:${code}`
/** Why a delivery can never succeed, as a code that the page puts into words: it is not tried again. */
class Impossible extends Error {}

/** Sends what ladders ask for, each by its channel, and writes down what became of it. */
export class Outbox {
  readonly #app: FastifyInstance
  readonly #book: Book
  readonly #vault: Vault
  /** What is being sent, with its way. */
  readonly #running = new Map<Promise<void>, string>()
  readonly #mail: Transporter | null
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  #closed = false
  /** The server's public key for web push. */
  publicKey = ''
  #privateKey = ''

  constructor(app: FastifyInstance, book: Book, vault: Vault) {
    this.#app = app
    this.#book = book
    this.#vault = vault
    const { mail } = app.config
    const wait = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: 2 * TIMEOUT_MS }
    this.#mail = mail && createTransport({ url: mail.url, ...wait })
  }

  async start(): Promise<void> {
    await this.#keys()
    await forgetSending(this.#app.db.pool)
    this.look()
  }

  /** There may be something to send. */
  look(): void {
    if (this.#closed || this.#looking) return
    clearTimeout(this.#timer)
    this.#looking = this.#look()
      .catch((error: unknown) => this.#app.log.warn({ error }, 'alarms not sent, trying again'))
      .finally(() => {
        this.#looking = null
        if (!this.#closed) this.#timer = setTimeout(() => this.look(), LOOK_MS)
      })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#running.keys())
    this.#mail?.close()
  }

  async #keys(): Promise<void> {
    const { pool } = this.#app.db
    const sealed = await readSecret(pool, 'vapid')
    const kept = sealed && this.#vault.unseal(sealed, 'alarm:vapid')
    const keys: { publicKey: string; privateKey: string } = kept
      ? JSON.parse(kept)
      : webpush.generateVAPIDKeys()
    if (!kept) await writeSecret(pool, 'vapid', this.#vault.seal(JSON.stringify(keys), 'alarm:vapid'))
    this.publicKey = keys.publicKey
    this.#privateKey = keys.privateKey
  }

  async #look(): Promise<void> {
    const free = MOST - this.#running.size
    if (free <= 0 || this.#app.worldLife.ended) return
    const busy: Record<string, number> = {}
    for (const way of this.#running.values()) busy[way] = (busy[way] ?? 0) + 1
    for (const d of await claimDue(this.#app.db.pool, free, MOST_OF_ONE, busy)) {
      const run: Promise<void> = this.#one(d)
        .catch((error: unknown) => this.#app.log.warn({ error, delivery: d.id }, 'delivery not written down'))
        .finally(() => {
          this.#running.delete(run)
          this.look()
        })
      this.#running.set(run, wayOf(d))
    }
  }

  async #one(d: Delivery): Promise<void> {
    const alarms = d.alarms
      .flatMap((id) => this.#book.get(id) ?? [])
      .filter((a) => wantsAnswer(a.life))
      .sort(gravestFirst)
    const word = (outcome: Answer['outcome'], why: string | null = null, again: number | null = null) => ({
      ...{ outcome, why, again },
    })
    if (!alarms.length) return this.#keep(d, word('cancelled'), [])
    const { channel } = d
    const sent = await this.#send(d, alarms).then(
      (to) => ({ to }),
      (error: unknown) => ({ error }),
    )
    const steps = (kind: 'delivered' | 'undelivered', detail: Record<string, unknown>) =>
      alarms.map((a) => ({ alarm: a.id, kind, detail: { channel, ...detail } }))
    if ('to' in sent) return this.#keep(d, word('sent'), steps('delivered', { to: sent.to }))
    const { error } = sent
    const why = storable((error instanceof Error ? error.message : String(error)).slice(0, 300))
    const again = error instanceof Impossible ? undefined : AGAIN[d.tries - 1]
    if (again !== undefined) return this.#keep(d, word('failed', why, again), [])
    return this.#keep(d, word('given up', why), steps('undelivered', { why }))
  }

  /** Written down in one transaction, for as long as the database takes: what went out must not go out again. */
  async #keep(d: Delivery, word: Answer, steps: readonly NewStep[]): Promise<void> {
    for (;;)
      try {
        const written = await transaction(this.#app.db.pool, async (client) =>
          (await answered(client, d.id, word)) ? insertSteps(client, steps) : [],
        )
        this.#book.applied(written)
        return
      } catch (error) {
        if (this.#closed) throw error
        this.#app.log.warn({ error, delivery: d.id }, 'delivery not written down, trying again')
        await pause(WRITE_AGAIN_MS)
      }
  }

  /** Returns whom it reached. */
  async #send(d: Delivery, list: readonly Alarm[]): Promise<string> {
    const { config, db } = this.#app
    const alarms = list.map((a) => asOutside(this.#app, a))
    if (d.channel === 'webhook') return this.#webhook(d.webhook ?? '', alarms)
    const person = d.account === null ? null : await readReached(db.pool, d.account)
    if (!person?.enabled || d.account === null) throw new Impossible('NO_ACCOUNT')
    const reach = (address: string) => {
      if (!mayReach(config, address)) throw new Impossible('EXERCISE')
    }
    const { subject, body, short } = marked(
      textOf(alarms, person.language, config.publicUrl),
      markLine(config.world),
    )
    if (d.channel === 'email') {
      if (!this.#mail || !config.mail) throw new Impossible('NO_MAIL_SERVER')
      if (!person.email) throw new Impossible('NO_EMAIL')
      reach(person.email)
      await this.#mail.sendMail({ from: config.mail.from, to: person.email, subject, text: body })
    } else if (d.channel === 'sms') {
      if (!config.sms) throw new Impossible('NO_GATEWAY')
      if (!person.phone) throw new Impossible('NO_PHONE')
      reach(person.phone)
      const fill = (text: string, as: (v: string) => string) =>
        text.replaceAll('{phone}', as(person.phone ?? '')).replaceAll('{text}', as(short))
      const json = config.sms.body?.trimStart().startsWith('{')
      const inText = (v: string) => (json ? JSON.stringify(v).slice(1, -1) : encodeURIComponent(v))
      const { url, method, headers, body: template } = config.sms
      const type = { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' }
      await send({
        ...{ url: fill(url, encodeURIComponent), method, headers: { ...(template ? type : {}), ...headers } },
        // The gateway is the operator's own setting.
        ...{ body: template === null ? null : fill(template, inText), inside: true },
      })
    } else {
      reach(`push:${person.username}`)
      await this.#push(d.account, subject, alarms)
    }
    return person.name
  }

  async #webhook(code: string, alarms: readonly Alarm[]): Promise<string> {
    const hook = await readWebhook(this.#app.db.pool, code)
    const secret = hook && this.#vault.unseal(hook.secret, webhookPlace(code))
    if (!hook || !secret) throw new Impossible('NO_WEBHOOK')
    const { config } = this.#app
    if (!mayReach(config, hook.url)) throw new Impossible('EXERCISE')
    const world = markLine(config.world)
    const body = JSON.stringify({
      ...{ at: Date.now(), ...(world === null ? {} : { exercise: world }) },
      alarms: alarms.map(alarmView),
    })
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-td-signature': `sha256=${signature}` }
    await send({ url: hook.url, method: 'POST', headers, body, inside: hook.inside })
    return new URL(hook.url).host
  }

  async #push(account: number, title: string, alarms: readonly Alarm[]): Promise<void> {
    const { pool } = this.#app.db
    const list = await readSubscriptions(pool, account)
    if (!list.length) throw new Impossible('NO_BROWSER')
    const [first] = alarms
    const payload = JSON.stringify({ title, id: first?.id, severity: first?.severity })
    const subject = this.#app.config.publicUrl?.startsWith('https:')
      ? this.#app.config.publicUrl
      : 'mailto:trong-dong@localhost'
    const vapidDetails = { subject, publicKey: this.publicKey, privateKey: this.#privateKey }
    const tries = await Promise.allSettled(
      list.map(async (s) => {
        const details = webpush.generateRequestDetails(s, payload, {
          vapidDetails,
          TTL: 3_600,
          urgency: 'high',
        })
        await sendReady(details, s.endpoint, this.#app.config.pushInside)
      }),
    )
    const failed = tries.filter((t) => t.status === 'rejected')
    for (const [i, t] of tries.entries()) {
      const endpoint = list[i]?.endpoint
      // The browser is gone, or its person took the leave back.
      if (t.status === 'rejected' && /HTTP (404|410)/.test(String(t.reason)) && endpoint)
        await dropSubscription(pool, endpoint, null)
    }
    if (failed.length === list.length) throw new Error(String(failed[0]?.reason))
  }
}

/** What web-push has made ready, through the same guarded way as everything that goes out. */
async function sendReady(
  { headers, body }: { headers: Record<string, unknown>; body: Buffer | string | null },
  url: string,
  inside: boolean,
): Promise<void> {
  const texts = Object.entries(headers).map(([name, v]) => [name, String(v)] as const)
  await send({ url, method: 'POST', headers: Object.fromEntries(texts), body, inside })
}
