import type { FastifyInstance } from 'fastify'
import type { ActAnswer, SceneAct, SceneSettings } from '../../shared/api/scenes.ts'
import type { SceneShown } from '../../shared/live.ts'
import { type Place, reach } from '../../shared/playlist.ts'
import { RequestError } from '../../shared/refusal.ts'
import { pageAt } from '../../shared/scene.ts'
import type { AccountPrincipal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { noteOf } from './act-note.ts'
import type { Answers } from './answers.ts'
import type { Acting, SceneBook } from './book.ts'
import { type Director, LEAD_MS } from './director.ts'
import type { Hold } from './manual.ts'
import type { Requests, Second } from './requests.ts'
import { insertAct, insertAnswers } from './store.ts'

/** A screen answers within two seconds, or is named as silent. */
const ANSWER_MS = 2_000
export type Person = Acting & { principal: AccountPrincipal }
type Parts = {
  book: SceneBook
  director: Director
  answers: Answers
  requests: Requests
  settings(): SceneSettings
  places(): readonly Place[]
}

/** What a person has the screens show: on record first, then on the wall; by two persons where the settings say so. */
export class Acts {
  readonly #app: FastifyInstance
  readonly #parts: Parts
  /** One act after the other: the screens come to stand as the record has it, in its order. */
  #line: Promise<unknown> = Promise.resolve()
  constructor(app: FastifyInstance, parts: Parts) {
    this.#app = app
    this.#parts = parts
  }

  /**
   * Throws NOT_FOUND for a scene or takeover that is not there, BAD_REQUEST for an act without its scene, SCENE_NOT_PUT for a
   * release where nothing was put.
   */
  async ask(act: SceneAct, by: Person): Promise<ActAnswer> {
    const answered = await this.#inTurn(async () => {
      this.#check(act)
      if (!this.#needsTwo(act)) return this.#do(act, by, null)
      const request = await this.#parts.requests.ask(act, by)
      return async () => ({ request, screens: [] })
    })
    return answered()
  }

  /** What waited, now that a second person has said yes. Throws as `ask` does. */
  async confirmed(act: SceneAct, by: Person, second: Second): Promise<ActAnswer> {
    const answered = await this.#inTurn(async () => {
      this.#check(act)
      return this.#do(act, by, second)
    })
    return answered()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work)
    this.#line = turn.catch(() => undefined)
    return turn
  }

  #check(act: SceneAct): void {
    const { book, director } = this.#parts
    if (act.act === 'show') {
      if (act.scene === undefined) throw new RequestError('BAD_REQUEST', { field: 'scene' })
      book.need(act.scene, act.version)
    }
    if (act.act === 'override' && !director.takeovers().some((t) => t.cause === act.cause && !t.overridden))
      throw new RequestError('NOT_FOUND', { cause: act.cause })
    const screens = this.#screens(act)
    if (screens.length === 0) throw new RequestError('NOT_FOUND', { target: act.target })
    if (act.act === 'release' && !director.has(act.target))
      throw new RequestError('SCENE_NOT_PUT', { target: act.target })
    const taken = screens.map((s) => director.told(s.screen)).find((s) => s?.why.kind === 'takeover')
    // It gives the screens back by itself: held, its picture would stay.
    if (act.act === 'pin' && taken) throw new RequestError('SCENE_TAKEN')
  }

  #screens(act: SceneAct): Place[] {
    if (act.act === 'next') return this.#parts.director.along(act.target)
    const target = act.act === 'override' ? ({ kind: 'all' } as const) : act.target
    return this.#parts.places().filter((p) => reach(target, p) >= 0)
  }

  #needsTwo(act: SceneAct): boolean {
    const { twoPerson } = this.#parts.settings()
    if (act.act === 'override') return twoPerson.includes('override')
    if (!twoPerson.includes('restricted')) return false
    const { book, director } = this.#parts
    if (act.act === 'show') return act.scene !== undefined && book.isRestricted(act.scene, act.version)
    if (act.act !== 'pin') return false
    // Held, it stands longer than its playlist would have it; what was put there by hand without an end does not.
    const shown = this.#screens(act).flatMap((s) => director.told(s.screen) ?? [])
    return shown.some(
      (s) => book.isRestricted(s.scene, s.version) && (s.why.kind !== 'person' || s.until !== null),
    )
  }

  /** Returns how to wait for the screens: nobody else has to. */
  async #do(act: SceneAct, by: Person, second: Second | null): Promise<() => Promise<ActAnswer>> {
    const request = second?.request ?? null
    const { book, director } = this.#parts
    const now = Date.now()
    const screens = this.#screens(act)
    const shown = screens.flatMap((s) => director.told(s.screen) ?? [])
    const [first] = shown
    const alike = shown.every((s) => s.scene === first?.scene && s.version === first?.version)
    const scene = act.act === 'show' ? act.scene : act.act === 'override' || !alike ? undefined : first?.scene
    const stored = scene === undefined ? undefined : book.newest(scene)
    const version =
      act.version ?? (act.act === 'show' ? stored?.version : alike ? first?.version : null) ?? null
    const until = act.minutes === undefined ? null : now + act.minutes * 60_000
    const holds = act.act === 'pin' ? this.#holds(screens, act.page, now) : []
    const steps = act.act === 'next' ? director.steps(act.target) : []
    const aside = act.act === 'override' && director.takeovers().find((t) => t.cause === act.cause)
    const reached = screens.map((s) => s.screen)
    const detail = {
      until,
      ...(act.act === 'pin' ? { holds } : {}),
      ...(act.act === 'next' ? { holds: steps } : {}),
      followed: act.version === undefined,
      screens: reached,
      // What was set aside is known by its name also after a restart.
      ...(aside ? { name: aside.name, since: aside.since } : {}),
      ...(request ? { askedBy: request.name, request: request.id } : {}),
    }
    const id = await transaction(this.#app.db.pool, async (client) => {
      await second?.take(client)
      const row = { actor: by.actor, kind: act.act, target: act.target, scene: scene ?? null, version }
      const id = await insertAct(client, { ...row, cause: act.cause ?? null, detail })
      await this.#app.audit.record(this.#entry(by, `scene.${act.act}`, act), client)
      return id
    })
    if (act.act === 'release') director.release(act.target)
    else if (act.act === 'next') director.next(act.target, steps)
    else if (act.act === 'override') director.override(act.cause ?? '', now)
    else {
      const put =
        act.act === 'show' && scene !== undefined ? { scene, version: act.version ?? null, page: null } : null
      const agreed = request !== null
      const base = { target: act.target, put, holds, screens: reached, agreed }
      director.put({ ...base, since: now, until, by: by.actor })
    }
    director.pass(now, new Set(reached))
    this.#app.bus.emit('scenes')
    const title = stored?.document.title ?? null
    this.#app.bus.emit('logbook', noteOf(this.#app, act, by.actor, scene ?? null, title, request))
    return () => this.#answered(id, act, screens)
  }

  /** Waits for the screens; what each said stands beside the act on record. */
  async #answered(id: string, act: SceneAct, screens: readonly Place[]): Promise<ActAnswer> {
    const { director, answers } = this.#parts
    const { db, live, log, wall } = this.#app
    const here = new Set(live.screens().flatMap((s) => (s.connected ? [s.id] : [])))
    const wanted = new Map(
      screens.flatMap(({ screen }) => {
        const told = here.has(screen) && director.told(screen)
        return told ? [[screen, told] as const] : []
      }),
    )
    await answers.all(wanted, ANSWER_MS + LEAD_MS)
    const said = screens.map(({ screen }) => {
      const told = wanted.get(screen)
      const at = answers.at(screen, told)
      const turn = told?.held && at !== null ? answers.turn(screen, told) : null
      return {
        screen,
        at,
        away: !here.has(screen),
        turn,
        otherwise: told !== undefined && isOther(act, told),
      }
    })
    await insertAnswers(db.pool, id, said).catch((error) =>
      log.warn({ error, act: id }, 'answers of screens not recorded'),
    )
    this.#app.bus.emit('scenes')
    const names = new Map(wall.paired().map((s) => [s.id, s.name]))
    return {
      request: null,
      screens: said.map(({ screen, at, otherwise }) => ({
        ...{ id: screen, name: names.get(screen) ?? '', answered: at !== null && !otherwise, otherwise },
      })),
    }
  }

  /** Each screen as it stands; those of one wall on one section, though one may just be about to turn. */
  #holds(screens: readonly Place[], page: number | undefined, now: number): Hold[] {
    const { director, answers } = this.#parts
    const turns = new Map<number, Hold['turn']>()
    return screens.flatMap(({ screen, wall }) => {
      const shown = director.told(screen)
      if (!shown) return []
      const turn = (wall !== null && turns.get(wall)) || answers.turn(screen, shown)
      if (wall !== null) turns.set(wall, turn)
      const { scene, version, document, since } = shown
      // Told ahead, it may be yet to come.
      const stands = shown.page ?? pageAt(document, since, Math.max(now, since)).page
      return [{ screen, wall, scene, version, page: page ?? stands, turn }]
    })
  }

  #entry({ actor, address }: Person, action: string, act: SceneAct) {
    return { actor, address, action, subject: act.scene ? `scene:${act.scene}` : null, detail: { ...act } }
  }
}

/** Whether a screen stands on something else than was to be shown: what was put there is nearer, or a takeover has it. */
const isOther = ({ act, scene, version }: SceneAct, told: SceneShown): boolean =>
  act === 'show' && (told.scene !== scene || (version !== undefined && told.version !== version))
