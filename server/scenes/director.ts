import type { FastifyInstance } from 'fastify'
import type { SceneSettings } from '../../shared/api/scenes.ts'
import type { SceneShown, SectionTurn } from '../../shared/live.ts'
import { type Place, type Playing, type Playlist, reach, shownAt } from '../../shared/playlist.ts'
import { pageAt } from '../../shared/scene.ts'
import { AlarmGroups } from './alarm-groups.ts'
import type { SceneBook } from './book.ts'
import { Conditions, factsOf } from './facts.ts'
import { hold, type Manual, restored, type Stands, type Step, standing, targetKey } from './manual.ts'
import type { StoredAct } from './store.ts'
import { type Takeover, takeoverOf, takeoversNow } from './takeovers.ts'

/** So far ahead a change is told: every screen of a wall has it before its instant comes. */
export const LEAD_MS = 600
type Planned = Omit<SceneShown, 'no' | 'at' | 'since' | 'document'>
export type Told = {
  shown: SceneShown
  /** What it is known by: told again only when this is another. */
  key: string
}
type Sources = {
  settings(): SceneSettings
  playlists(): readonly Playlist[]
  /** Restricted scenes of a playlist to which no second person has agreed. */
  unagreed(playlist: string): readonly string[]
  places(): readonly Place[]
}
type Tell = {
  show(screen: number, shown: SceneShown): void
  takeover(kind: 'takeover' | 'return', takeover: Takeover): void
  changed(): void
}

/** Decides for each screen what belongs on it: a takeover, what a person put there, the stage's playlist, a playlist, the standing scene. */
export class Director {
  readonly #app: FastifyInstance
  readonly #book: SceneBook
  readonly #from: Sources
  readonly #tell: Tell
  readonly #conditions = new Conditions()
  /** By target. */
  readonly #manual = new Map<string, Manual>()
  /** By screen: how often somebody asked for its next page. */
  readonly #steps = new Map<number, number>()
  /** By screen. */
  readonly #told = new Map<number, Told>()
  /** By cause. */
  #takeovers = new Map<string, Takeover>()
  readonly #overridden = new Set<string>()
  readonly #alarms = new AlarmGroups()
  #broken: string[] = []
  /** Of the newest telling; from the clock, so that none is one of before a restart. */
  #no = Date.now()

  constructor(app: FastifyInstance, book: SceneBook, from: Sources, tell: Tell) {
    this.#app = app
    this.#book = book
    this.#from = from
    this.#tell = tell
  }

  /** What still holds of acts before a restart. A takeover on record goes on, or is given back at the first look. */
  restore(acts: readonly StoredAct[], now: number): void {
    for (const [key, manual] of restored(acts, now)) this.#manual.set(key, manual)
    for (const act of acts) {
      if (act.cause === null || act.kind === 'return') continue
      if (act.kind === 'override') this.#overridden.add(act.cause)
      const takeover = takeoverOf(act, act.cause)
      this.#takeovers.set(act.cause, takeover)
      if (takeover.kind === 'alarm')
        this.#alarms.restore({ ...takeover, asideAt: takeover.overridden ? act.at : null })
    }
  }

  takeovers(): Takeover[] {
    return [...this.#takeovers.values()]
  }
  broken(): readonly string[] {
    return this.#broken
  }
  told(screen: number): SceneShown | undefined {
    return this.#told.get(screen)?.shown
  }

  put(manual: Manual): void {
    this.#manual.set(targetKey(manual.target), manual)
  }
  /** Whether a person put or held something on this very target. */
  has(target: Manual['target']): boolean {
    return this.#manual.has(targetKey(target))
  }
  release(target: Manual['target']): void {
    this.#manual.delete(targetKey(target))
  }
  override(cause: string, now: number): void {
    this.#overridden.add(cause)
    this.#alarms.setAside(cause, now)
  }
  /** Whom the next page is for: the screens of the target, and those of their walls that show the same. */
  along(target: Manual['target']): Place[] {
    const places = this.#from.places()
    const asked = places.filter((p) => reach(target, p) >= 0)
    const goesWith = (p: Place) => (a: Place) =>
      a.screen === p.screen || (a.wall !== null && a.wall === p.wall && this.#isAlike(a.screen, p.screen))
    return places.filter((p) => asked.some(goesWith(p)))
  }
  #isAlike(one: number, other: number): boolean {
    const [a, b] = [this.told(one), this.told(other)]
    return a?.scene === b?.scene && a?.version === b?.version && a?.page === b?.page
  }
  /** What the next page is on screens that are held. */
  steps(target: Manual['target']): Step[] {
    return this.along(target).flatMap((place) => {
      const found = this.#standing(place)
      const shown = this.told(place.screen)
      if (!found?.held || !shown || shown.why.kind === 'takeover') return []
      const { scene, version, page, turn } = shown
      const next = ((page ?? 0) + 1) % shown.document.pages.length
      const { screen, wall } = place
      return [{ of: targetKey(found.manual.target), screen, wall, scene, version, page: next, turn }]
    })
  }
  /** The next page; of screens that are held as it went on record, though another stepped them meanwhile. */
  next(target: Manual['target'], steps: readonly Step[]): void {
    for (const { screen } of this.along(target)) this.#steps.set(screen, (this.#steps.get(screen) ?? 0) + 1)
    for (const { of, ...step } of steps) {
      const manual = this.#manual.get(of)
      if (manual) hold(manual, step)
    }
  }

  /**
   * What a person put on a screen; a restricted scene only where it was agreed to, not on what came into the target since.
   * One that became restricted since one person put it there, whatever its newest version is, was agreed to by nobody.
   */
  #standing(place: Place) {
    const byTwo = this.#from.settings().twoPerson.includes('restricted')
    const may = ({ screens, agreed, put }: Manual, { scene, version }: Stands) =>
      !byTwo ||
      !this.#book.isRestricted(scene, version ?? undefined) ||
      ((screens === null || screens.includes(place.screen)) &&
        (agreed || !put || put.version !== null || put.page !== null))
    return standing(this.#manual.values(), place, may)
  }

  /** A screen that is held says where its sections stand: after a reload they stand there again. */
  stands(screen: number, no: number | undefined, turn: SectionTurn): void {
    const told = this.#told.get(screen)
    const place = this.#from.places().find((p) => p.screen === screen)
    const found = place && this.#standing(place)
    if (!told?.shown.held || told.shown.no !== no || !place || !found?.held) return
    const { scene, version, page } = told.shown
    told.shown = { ...told.shown, turn }
    hold(found.manual, { screen, wall: place.wall, scene, version, page: page ?? 0, turn })
  }

  /**
   * Looks at everything; tells each screen whose picture is to be another, all for the same instant. Those that a person spoke
   * to are told in any case, so that they answer.
   */
  pass(now: number, spoken: ReadonlySet<number> = new Set()): void {
    this.#followTakeovers()
    for (const [key, m] of this.#manual) if (m.until !== null && m.until <= now) this.#manual.delete(key)
    const facts = factsOf(this.#app)
    const holds = this.#conditions.holds(now, facts)
    const broken = new Set<string>()
    const news = new Set<number>()
    const places = this.#from.places()
    const waiting = new Map(this.#from.playlists().map((p) => [p.key, this.#from.unagreed(p.key)]))
    const waits = (playlist: string) => waiting.get(playlist)?.length ?? 0
    const canShow = (scene: string, playlist: string) =>
      this.#book.newest(scene) !== undefined && !waiting.get(playlist)?.includes(scene)
    const staged = this.#staged()
    if (staged === 'missing') broken.add(this.#app.stages.current().playlist ?? '')
    for (const place of places) {
      const own = typeof staged === 'object' ? shownAt([staged], place, now, facts, canShow) : null
      for (const key of own?.broken ?? []) broken.add(key)
      const listed = shownAt(this.#from.playlists(), place, now, facts, canShow, holds)
      for (const key of listed.broken) broken.add(key)
      // It plays on without what became restricted after it was named.
      for (const key of [own?.playing?.playlist, listed.playing?.playlist])
        if (key !== undefined && waits(key)) broken.add(key)
      const planned = this.#plan(place, own?.playing ?? listed.playing, own?.playing !== null && own !== null)
      if (planned && this.#take(place.screen, planned, now, spoken.has(place.screen))) news.add(place.screen)
    }
    for (const screen of this.#told.keys())
      if (!places.some((p) => p.screen === screen)) this.#told.delete(screen)
    this.#bringTogether(places, now, news)
    for (const screen of news) {
      const told = this.#told.get(screen)
      if (told) this.#tell.show(screen, told.shown)
    }
    let changed = news.size > 0
    const list = [...broken].sort()
    if (list.join() !== this.#broken.join()) {
      this.#broken = list
      changed = true
    }
    if (changed) this.#tell.changed()
  }

  /** The playlist that the stage in force calls for: it plays whatever its own hours and conditions are. */
  #staged(): Playlist | 'missing' | 'none' {
    const key = this.#app.stages.current().playlist
    if (key === null) return 'none'
    const list = this.#from.playlists().find((p) => p.key === key)
    return list ? { ...list, enabled: true, times: [], conditions: [] } : 'missing'
  }

  #plan(place: Place, playing: Playing | null, staged: boolean): Planned | null {
    const settings = this.#from.settings()
    const step = this.#steps.get(place.screen) ?? 0
    const manual = this.#standing(place)
    const takes = [...this.#takeovers.values()].find((t) => !t.overridden && t.scene !== null)
    const order = (kind: Takeover['kind']) => settings.takeOrder.indexOf(kind)
    const yields =
      settings.sessionTakes &&
      !(takes && order(takes.kind) < order('session')) &&
      ![...this.#takeovers.values()].some((t) => t.kind === 'session' && t.overridden)
    const base = { page: null, held: false, turn: null, step, yields }
    // The spotlighted picture lies over whatever stands: only scenes are chosen here.
    if (takes?.scene) {
      const stored = this.#book.newest(takes.scene)
      const why = { kind: 'takeover' as const, name: takes.name, by: null, since: takes.since }
      if (stored) return { ...base, scene: stored.scene, version: stored.version, until: null, why }
    }
    if (manual) {
      const { scene, version, page, turn = null } = manual.stands
      const stored = this.#book.version(scene, version ?? 0) ?? this.#book.newest(scene)
      if (stored) {
        const { held } = manual
        const { until, by, since } = manual.manual
        const why = { kind: 'person' as const, name: stored.document.title, by, since }
        return { ...base, scene: stored.scene, version: stored.version, page, held, turn, until, why }
      }
    }
    if (playing) {
      const stored = this.#book.newest(playing.scene)
      const list = this.#from.playlists().find((p) => p.key === playing.playlist)
      if (stored && list) {
        const { no, name, since } = this.#app.stages.current()
        const stage = { vi: `${no}, ${name.vi}: ${list.title.vi}`, en: `${no}, ${name.en}: ${list.title.en}` }
        const why = staged
          ? { kind: 'stage' as const, name: stage, by: null, since }
          : { kind: 'playlist' as const, name: list.title, by: null, since: playing.since }
        return { ...base, scene: stored.scene, version: stored.version, until: playing.until, why }
      }
    }
    const stored = this.#book.newest(settings.standing) ?? this.#book.newest('sections')
    if (!stored) return null
    const why = { kind: 'standing' as const, name: stored.document.title, by: null, since: stored.at }
    return { ...base, scene: stored.scene, version: stored.version, until: null, why }
  }

  /** Whether the screen is to be told. */
  #take(screen: number, planned: Planned, now: number, spoken: boolean): boolean {
    const { why, until, step, turn: _, ...picture } = planned
    const key = JSON.stringify([picture, why.kind, why.by, why.since, until])
    const before = this.#told.get(screen)
    if (before?.key === key && before.shown.step === step && !spoken) return false
    const stored = this.#book.need(planned.scene, planned.version)
    const same = before?.shown.scene === planned.scene && before.shown.version === planned.version
    const at = before ? now + LEAD_MS : now
    const stepped = same && before.shown.step !== step
    const since = same
      ? before.shown.since - (stepped ? (pageAt(stored.document, before.shown.since, at).left ?? 0) : 0)
      : (this.#besides(key) ?? at)
    const shown: SceneShown = { ...planned, no: ++this.#no, document: stored.document, at, since }
    this.#told.set(screen, { shown, key })
    return true
  }

  /** Screens of one wall under one picture count its pages from one instant, the first, however each came to it. */
  #bringTogether(places: readonly Place[], now: number, news: Set<number>): void {
    const walled = places.flatMap(({ screen, wall }) => {
      const told = this.#told.get(screen)
      return told && wall !== null
        ? [{ screen, told, of: `${wall} ${told.shown.scene} ${told.shown.version}` }]
        : []
    })
    const first = new Map<string, number>()
    for (const { of, told } of walled)
      first.set(of, Math.min(first.get(of) ?? told.shown.since, told.shown.since))
    for (const { screen, told, of } of walled) {
      const since = first.get(of) ?? told.shown.since
      if (told.shown.since === since) continue
      told.shown = news.has(screen)
        ? { ...told.shown, since }
        : { ...told.shown, since, no: ++this.#no, at: now + LEAD_MS }
      news.add(screen)
    }
  }

  /** A screen that joins others under the same picture turns its pages with them. */
  #besides(key: string): number | null {
    for (const told of this.#told.values()) if (told.key === key) return told.shown.since
    return null
  }

  #causes(): Takeover[] {
    return takeoversNow(this.#app, this.#from.settings(), this.#alarms).map((t) => ({
      ...t,
      overridden: this.#overridden.has(t.cause),
    }))
  }
  #followTakeovers(): void {
    const now = new Map(this.#causes().map((t) => [t.cause, t]))
    for (const [cause, t] of now) if (!this.#takeovers.has(cause)) this.#tell.takeover('takeover', t)
    for (const [cause, t] of this.#takeovers)
      if (!now.has(cause)) {
        this.#overridden.delete(cause)
        this.#tell.takeover('return', t)
      }
    this.#takeovers = now
  }
}
