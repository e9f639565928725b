import fp from 'fastify-plugin'
import type { AlarmView } from '../../shared/api/alarms.ts'
import type { WallAlarm, WallAlarmCounts } from '../../shared/live.ts'
import type { Principal } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { Vault } from '../intake/index.ts'
import { Acts } from './acts.ts'
import { Book } from './book.ts'
import { Outbox } from './channels/outbox.ts'
import { channelRoutes } from './channels/routes.ts'
import { Engine } from './engine.ts'
import { Feed } from './feed.ts'
import { Hearing } from './hearing.ts'
import { Clockwork } from './ladder/clockwork.ts'
import { tellLogbook, untold } from './logbook.ts'
import { measureRoutes } from './measures/routes.ts'
import { alarmRoutes } from './routes.ts'
import { deliver } from './rules/deliver.ts'
import { Rulebook } from './rules/rulebook.ts'
import { spokenOf } from './series-places.ts'
import { causesOf, standingFor } from './sources.ts'
import type { Alarm, Facts } from './types.ts'
import { alarmView, wallAlarms, wallCounts } from './view.ts'

export type Alarms = {
  /** Alarms that have not ended, newest first. */
  standing(): AlarmView[]
  /**
   * Those that stand on the wall by their rule, the gravest first, then the newest; as many as a wall is told of, or `most`.
   * `screen`: only those whose words it may show.
   */
  onWall(most?: number, screen?: Principal): WallAlarm[]
  onWallCounts(): WallAlarmCounts
  /** Findings not yet in the database; not 0 for long only while it is away. */
  readonly waiting: number
  readonly rulebook: Rulebook
  /** Does what has come due by `now` (ms): rungs, timers, ends of shelving. It comes by itself; a test looks ahead. */
  pass(now: number): Promise<void>
}

const SOON_MS = 50

declare module 'fastify' {
  interface FastifyInstance {
    alarms: Alarms
  }
}

/** Alarms of our own: rules on what is known, the life of what they raise, and who is told while nobody answers. */
export const alarms = fp(
  async (app) => {
    const { bus, db } = app
    const told = new Map<number, number>()
    const rests = () => app.worldLife.ended
    const onChanged = (changed: Alarm[]) => {
      feed.changed(changed)
      hearing.turn()
      for (const a of changed) {
        const raising = untold(a, told, Date.now())
        if (raising) tellLogbook(app, a, [raising], null)
      }
      for (const a of changed) if (a.life.endedAt !== null) told.delete(a.id)
      bus.emit('alarms', { ids: changed.map((a) => a.id) })
    }
    const book = new Book(db.pool, app.log, onChanged, rests)
    const feed = new Feed(app, book)
    await transaction(db.pool, deliver)
    await book.load()
    for (const a of book.all()) told.set(a.id, a.life.times)
    const engine = new Engine(app, book)
    const rulebook = new Rulebook(app, engine)
    const acts = new Acts(app, book)
    const hearing: Hearing = new Hearing(app, {
      // What is only read calls nobody.
      book: { all: () => (rests() ? [] : book.all()) },
      ladder: (a) => clockwork.ladderOf(a),
    })
    const vault = await Vault.open(app.config.dataDir)
    const outbox = new Outbox(app, book, vault)
    const clockwork = new Clockwork(app, {
      book,
      ladder: (code) => rulebook.ladder(code),
      sends: () => outbox.look(),
    })

    /** What the sources of these kinds say now. */
    const stand = (...kinds: string[]) => {
      let known: Facts[] | null = null
      const causes = () => {
        known ??= causesOf(app)
        return known
      }
      for (const rule of rulebook.rules) {
        if (!rule.input.enabled || !kinds.includes(rule.input.condition.kind)) continue
        const standing = standingFor(app, rule, causes)
        if (standing) engine.stand(rule, standing)
      }
    }
    /** Many causes may turn in a row: they are looked at together, at once to a person. */
    let soon: NodeJS.Timeout | undefined
    const standSoon = () => {
      soon ??= setTimeout(() => {
        soon = undefined
        stand('connection', 'screen', 'directive', 'intrusion')
      }, SOON_MS)
    }
    const standAll = () => stand('connection', 'screen', 'directive', 'intrusion', 'cap', 'check')
    rulebook.onChange = () => {
      standAll()
      hearing.turn()
    }
    app.duty.onTake(async (client, cause, by, note) => {
      const alarm = book.ofAttention(cause)
      return alarm ? acts.taken(client, alarm.id, by, note) : () => {}
    })

    const offs = [
      bus.on('observations', ({ rows }) => {
        const series: number[] = []
        for (const r of rows) {
          if (!r.isLatest) continue
          series.push(r.series)
          engine.came(r.series, r.validTo, r.value)
        }
        engine.heard(series)
      }),
      bus.on('freshness', ({ series }) => engine.heard(series)),
      bus.on('attention', standSoon),
      // Also into and out of states that are no cause on the desk.
      bus.on('connection-state', standSoon),
      bus.on('alerts', () => stand('cap')),
      bus.on('doubt', () => stand('check')),
      bus.on('series', () => rulebook.arrangeSoon()),
      bus.on('catalogue', () => rulebook.arrangeSoon()),
      bus.on('over', () => hearing.turn()),
    ]
    app.decorate('alarms', {
      standing: () => [...book.all()].sort((a, b) => b.id - a.id).map(alarmView),
      onWall: (most, screen) =>
        wallAlarms(
          book.all(),
          most,
          screen && ((a) => spokenOf(app, a).every((s) => app.access.canSeeSeries(screen, s))),
        ),
      onWallCounts: () => wallCounts(book.all()),
      get waiting() {
        return book.waiting
      },
      rulebook,
      pass: (now) => clockwork.pass(now),
    })
    await app.register(alarmRoutes, { book, acts, engine, rulebook })
    await app.register(measureRoutes)
    await app.register(channelRoutes, { outbox, vault })
    app.addHook('onReady', async () => {
      await rulebook.load()
      await outbox.start()
      engine.start()
      clockwork.start()
    })
    db.onReadyChange((ready) => ready && book.wake())
    app.addHook('preClose', async () => {
      feed.close()
      hearing.close()
    })
    app.addHook('onClose', async () => {
      for (const off of offs) off()
      clearTimeout(soon)
      await rulebook.close()
      await engine.close()
      await clockwork.close()
      await outbox.close()
      await book.close()
    })
  },
  {
    name: 'alarms',
    dependencies: [
      ...['db', 'audit', 'access', 'catalogue', 'intake', 'trust', 'checks', 'live', 'history', 'alerts'],
      ...['duty', 'directives', 'shifts', 'stages'],
    ],
  },
)
