import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { transaction } from '../../db/index.ts'
import type { AccountCopy } from './orders.ts'

/** So long a busy database may keep them from being written; between two tries. */
const PATIENCE_MS = 30_000
const AGAIN_MS = 1_000

const wordOf = ({ language: _, ...a }: AccountCopy) => JSON.stringify(a)

/**
 * The people of an exercise: those who may come into reality, with the name and password they have there. Whoever ends there
 * or becomes another ends here at once. Whose unit this catalogue does not know cannot come in.
 */
export class Accounts {
  readonly #app: FastifyInstance
  /** What was said of each name last: a password that somebody changed in here holds until reality says another. */
  #told = new Map<string, string>()
  #line: Promise<void> = Promise.resolve()

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** Takes all accounts of reality as they now are. Rejects when they cannot be written for half a minute; `say` hears of each try. */
  follow(accounts: readonly AccountCopy[], say: (line: string) => void): Promise<void> {
    const next = this.#line.then(() => this.#insist(accounts, say))
    this.#line = next.catch(() => undefined)
    return next
  }

  async #insist(accounts: readonly AccountCopy[], say: (line: string) => void): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; ; await pause(AGAIN_MS))
      try {
        return await this.#follow(accounts)
      } catch (error) {
        const last = Date.now() >= until
        const why = error instanceof Error ? error.message : String(error)
        say(`the accounts of reality were not taken over${last ? '' : ', trying again'}: ${why}`)
        if (last) throw error
      }
  }

  async #follow(accounts: readonly AccountCopy[]): Promise<void> {
    const { access, audit, catalogue, db, live } = this.#app
    const { store } = access
    const now = catalogue.now()
    const coming = accounts.flatMap((a) => {
      const unit = now.unitInForce(a.unit, Date.now())
      return unit ? [{ ...a, unitId: unit.id, word: wordOf(a) }] : []
    })
    const names = new Set(coming.map((a) => a.username))
    const gone = (await store.list()).filter((a) => a.enabled && !names.has(a.username))
    const news = coming.filter((a) => this.#told.get(a.username) !== a.word)
    if (!gone.length && !news.length) return
    const over = new Set(gone.map((a) => a.id))
    let changed = 0
    await transaction(db.pool, async (client) => {
      for (const { username, displayName, role, unitId, passwordHash: hash, mustChange, language } of news) {
        const known = await store.credentials(username)
        if (!known) {
          const made = { username, displayName, role, unitId, hash, mustChange, by: 'system' }
          const id = await store.create(client, made)
          if (id !== null) await store.update(client, id, { language })
          changed++
          continue
        }
        const { account } = known
        const { id } = account
        const other = known.hash !== hash || account.role !== role || account.unitId !== unitId
        if (!other && account.enabled && account.displayName === displayName) continue
        await store.update(client, id, { displayName, role, unitId, enabled: true })
        if (known.hash !== hash) await store.setPassword(client, id, hash, mustChange)
        if (other) over.add(id)
        changed++
      }
      for (const { id } of gone) await store.update(client, id, { enabled: false })
      for (const id of over) await store.closeSessions(client, id, null)
      if (!changed && !gone.length) return
      const detail = { accounts: coming.length, changed, ended: gone.length }
      await audit.record({ actor: 'system', action: 'exercise.accounts', detail }, client)
    })
    this.#told = new Map(coming.map((a) => [a.username, a.word]))
    live.revoke((p) => p.kind === 'account' && over.has(p.id))
  }
}
