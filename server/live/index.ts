import { randomInt } from 'node:crypto'
import fp from 'fastify-plugin'
import { FLAG } from '../../shared/vocabulary.ts'
import type { Principal } from '../access/index.ts'
import { dayOf, nameOn, type Unit } from '../catalogue/index.ts'
import { ATTENTION_EVERY_MS } from './attention-news.ts'
import { Board } from './board.ts'
import { type CellNow, cellsOf } from './cells.ts'
import { Computed, type ComputedValue } from './computed.ts'
import { Feeds } from './feeds.ts'
import { happenings } from './happenings.ts'
import { flagsOf, LatestTable } from './latest.ts'
import { PastDay } from './past-day.ts'
import { seriesFor } from './questions.ts'
import { type ScreenHere, Screens } from './screens.ts'
import { openServer } from './server.ts'
import type { LiveServer, LiveSocket } from './socket.ts'
import { readCorrected, readLatest, readRecent } from './store.ts'
import { type OnScreens, type Shown, Views } from './views.ts'

export { aggregate } from './aggregate.ts'
export { Board } from './board.ts'
export { type CellNow, type Cells, cellsOf } from './cells.ts'
export { Computed } from './computed.ts'
export { turned } from './happenings.ts'
export { flagsOf, type LatestRow } from './latest.ts'
export { type News, readNews } from './news.ts'
export { seriesFor } from './questions.ts'
export type { ScreenHere } from './screens.ts'
export type { LiveServer, LiveSocket, Past } from './socket.ts'
export { errorOf, LIVE_EVENTS, on } from './socket.ts'
export { View } from './view.ts'

export type ComputedView = Omit<ComputedValue, 'used'> & {
  simulated: boolean
  units: { unit: Unit; value: number | null; weight: number | null }[]
}
export type Live = {
  /** What a screen is told of a series now. */
  cell(series: number): CellNow
  /** The period of the newest value; null for an instant or none. */
  period(series: number): string | null
  /** How a value that no source sends was worked out; null for one that is sent or has no parts. */
  computed(series: number): ComputedView | null
  /** Where a value recorded at `since` (ms) stands now. */
  onScreens(series: number, since: number): OnScreens
  /** What a frame said of a series, in the sequence asked for and the one after it; undefined when it is not held any more. */
  sent(asked: { view: number; epoch: number; seq: number; series: number }): number[] | undefined
  /** What one of a person's open views shows; null when it is not open, of another life, or too long ago. */
  shown(account: number, view: number, epoch: number, seq: number): Shown | null
  screens(): ScreenHere[]
  /** Other rooms take their own events from here: called for every socket that is let in. */
  onSocket(listener: (socket: LiveSocket, principal: Principal) => void): void
  /** Ends the live views and lists of a socket whose clock leaves the present. */
  detach(socket: LiveSocket): void
  /** Ends what whoever it holds for may no longer see, and has them ask anew for what is other than before. */
  withdraw(whom: (principal: Principal) => boolean): void
  /** Ends all that whoever it holds for is sent: views, lists, and those of another time. */
  shut(whom: (principal: Principal) => boolean): void
  /** Ends the sockets of whoever it holds for. */
  revoke(whom: (principal: Principal) => boolean): void
  readonly io: LiveServer
}

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

const KEPT_TIMES = 3

/** Committed values to every screen that shows them: the newest of each series, and frames of what changed. */
export const live = fp(
  async (app) => {
    const { bus, db, catalogue, trust } = app
    const latest = new LatestTable()
    const computed = new Computed({
      now: () => catalogue.now(),
      age: (series) => trust.age(series),
      isSent: (series) => latest.has(series),
      latest: (series) => (latest.has(series) ? latest.get(series).value : null),
      times: (series) => trust.times(series),
    })
    const cells = cellsOf(app, latest, computed)

    // A whole that nobody sends is a series too: it has an id before its first part comes.
    const ensureWholes = async () => {
      const now = catalogue.now()
      const wholes = now.indicators.filter((i) => i.aggregation !== 'none' && i.level !== 'nation')
      await catalogue.seriesIds(wholes.map((i) => ({ indicatorId: i.id, unitId: now.nation().id })))
    }
    await ensureWholes()
    for (const row of await readLatest(db.pool)) latest.put(row)
    for (const series of await readCorrected(db.pool)) latest.correct(series)
    computed.relearn()
    const parts = catalogue
      .now()
      .allSeries()
      .filter(
        (s) => s.indicator.aggregation !== 'none' && s.unit.kind === s.indicator.level && latest.has(s.id),
      )
    const recall = async (series: number[]) => {
      const now = catalogue.now()
      // Of a real-time part one time is kept, and that one is here already.
      const isLive = (s: number) => now.series(s)?.indicator.period === 'realtime'
      computed.recall(series.filter(isLive).map((s) => ({ series: s, ...latest.get(s) })))
      const rows = await readRecent(
        db.pool,
        series.filter((s) => !isLive(s)),
        KEPT_TIMES,
      )
      computed.recall(rows.map((row) => ({ ...row, flags: flagsOf(row) })))
    }
    await recall(parts.map((s) => s.id))
    computed.settle(Date.now())

    const views = new Views(
      randomInt(1, 2 ** 32 - 1),
      cells.cell,
      (principal, question) => seriesFor(app, principal, question),
      (principal, series) => app.access.canSeeSeries(principal, series),
    )
    const board = new Board({
      connection: (id) => app.intake.connections.get(id),
      age: (id) => trust.connection(id),
      expected: trust.expected,
      agency: (c) => {
        const unit = catalogue.now().unitById(c.agencyId)
        const name = unit ? nameOn(unit, dayOf(Date.now())) : { vi: '', en: '' }
        return { code: unit?.code ?? '', name: { vi: name.vi, en: name.en } }
      },
    })
    const pastDay = new PastDay(app, board)
    await pastDay.begin()
    const screens = new Screens(app)
    await screens.reload()
    const feeds = new Feeds(app, board, screens)
    const news = happenings(app, (row) => feeds.tellHappening(row))

    const changed = new Set<number>()
    /** Series with their first value: what was told of them before held no promise of how old it may become. */
    const begun = new Set<number>()
    let recheck: 'no' | 'series' | 'meta' = 'no'
    const offs = [
      bus.on('observations', ({ rows, message }) => {
        let newest = 0
        for (const r of rows) {
          if (computed.uses(r.series)) computed.record(r.series, { ...r, flags: flagsOf(r) })
          if (!r.isLatest) continue
          const periodChanged = latest.has(r.series) && latest.period(r.series) !== r.period
          if (!latest.has(r.series)) begun.add(r.series)
          latest.put(r)
          changed.add(r.series)
          // Another period may have another target.
          if (periodChanged) recheck = 'meta'
          if (r.validFrom === r.validTo) newest = Math.max(newest, r.validTo)
        }
        if (newest) board.lag(message.connectionId, message.committedAt - newest)
      }),
      bus.on('message', (m) => board.message(m, Date.now())),
      bus.on('repaired', ({ connectionId, rows }) => {
        for (const r of rows) board.repaired(connectionId, r.receivedAt, r.count)
      }),
      bus.on('freshness', ({ series }) => {
        for (const s of series) {
          changed.add(s)
          computed.aged(s)
        }
      }),
      bus.on('doubt', ({ series }) => {
        const now = catalogue.now()
        for (const s of series) {
          changed.add(s)
          // What is worked out from it is in doubt with it.
          const indicator = now.series(s)?.indicator
          const whole = indicator && now.findSeries(indicator.id, now.nation().id)
          if (whole !== undefined) changed.add(whole)
        }
      }),
      bus.on('connection-state', ({ id, state }) => board.state(id, state, Date.now())),
      bus.on('connections', ({ ids }) => {
        board.touch(ids)
        recheck = 'meta'
      }),
      bus.on('series', () => {
        computed.relearn()
        if (recheck === 'no') recheck = 'series'
      }),
      bus.on('catalogue', () => {
        computed.relearn()
        recheck = 'meta'
        void ensureWholes().catch((error) => app.log.error({ error }, 'series of wholes'))
        const unread = computed.unread().filter((s) => latest.has(s))
        void recall(unread).catch((error) => app.log.error({ error }, 'parts of wholes'))
      }),
      bus.on('attention', () => feeds.turned()),
      bus.on('alerts', () => feeds.tellAlerts()),
      bus.on('alarms', () => feeds.tellWallAlarms()),
      bus.on('privacy', () => feeds.tellWallAlarms(true)),
      bus.on('directives', () => feeds.tell('directives')),
      bus.on('bookings', () => feeds.tell('bookings')),
      bus.on('shifts', () => feeds.tell('shifts')),
      bus.on('log', () => feeds.tell('log')),
      bus.on('screens', () => void screens.reload().catch((error) => app.log.warn({ error }, 'screens'))),
    ]

    const tick = setInterval(() => {
      const now = Date.now()
      for (const s of computed.settle(now)) changed.add(s)
      if (computed.wanted.length)
        void catalogue
          .seriesIds(computed.wanted.splice(0))
          .catch((error) => app.log.error({ error }, 'series of wholes'))
      views.tick(changed, now)
      changed.clear()
    }, app.config.tickMs)
    const turned = setInterval(() => feeds.tellTurned(), ATTENTION_EVERY_MS)
    const second = setInterval(() => {
      if (recheck !== 'no') views.recheck(recheck === 'meta')
      if (recheck !== 'meta') views.begun(begun)
      begun.clear()
      recheck = 'no'
      feeds.pass(Date.now())
    }, 1_000)

    const listeners: Parameters<Live['onSocket']>[0][] = []
    const io = openServer(app, { views, feeds, screens, cells, news, listeners })
    app.decorate('live', {
      io,
      cell: cells.cell,
      period: cells.period,
      onScreens: (series, since) => views.onScreens(series, since),
      computed: (series) => {
        const found = latest.has(series) ? null : computed.of(series)
        if (!found) return null
        const now = catalogue.now()
        const weight = found.weight ? now.indicator(found.weight) : undefined
        const { used, ...rest } = found
        return {
          ...rest,
          simulated: (found.flags & FLAG.simulated) !== 0,
          units: used.flatMap((id) => {
            const part = now.series(id)
            if (!part) return []
            const own = computed.part(id, found.validTo)
            const by = weight && now.findSeries(weight.id, part.unit.id)
            return [
              {
                unit: part.unit,
                value: own?.value ?? null,
                weight: by !== undefined && latest.has(by) ? latest.get(by).value : null,
              },
            ]
          }),
        }
      },
      sent: (asked) => views.sent(asked),
      shown: (account, view, epoch, seq) =>
        views.shown((p) => p.kind === 'account' && p.id === account, view, epoch, seq),
      screens: () => screens.rows(Date.now()),
      onSocket: (listener) => listeners.push(listener),
      withdraw: (whom) => views.withdraw(whom),
      shut: (whom) => {
        views.withdraw(whom)
        for (const socket of io.sockets.sockets.values()) {
          if (!whom(socket.data.principal)) continue
          feeds.leave(socket)
          socket.data.past?.withdraw()
        }
      },
      detach: (socket) => {
        views.closeAll(socket)
        feeds.leave(socket)
      },
      revoke: (whom) => {
        for (const socket of io.sockets.sockets.values())
          if (whom(socket.data.principal)) {
            if (socket.data.principal.kind === 'screen') socket.emit('screen:revoked')
            socket.disconnect(true)
          }
      },
    })
    app.addHook('preClose', async () => {
      clearInterval(tick)
      clearInterval(second)
      clearInterval(turned)
      await io.close()
    })
    app.addHook('onClose', async () => {
      for (const off of offs) off()
      news.stop()
      await pastDay.stop()
    })
  },
  { name: 'live', dependencies: ['db', 'catalogue', 'access', 'intake', 'trust', 'checks'] },
)
