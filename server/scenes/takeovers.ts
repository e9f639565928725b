import type { FastifyInstance } from 'fastify'
import { ALARM_SEVERITIES } from '../../shared/alarm.ts'
import { CAP_SEVERITIES } from '../../shared/alert.ts'
import type { SceneSettings, TakeoverView } from '../../shared/api/scenes.ts'
import type { AlarmGroups } from './alarm-groups.ts'
import type { StoredAct } from './store.ts'

/** What takes the wall now, the strongest first; `scene` null: the spotlighted picture itself. */
export type Takeover = TakeoverView & { scene: string | null }
export type Found = Omit<Takeover, 'overridden'>

/** In the order that the settings give; among warnings the worst, then the newest. */
export function takeoversNow(app: FastifyInstance, settings: SceneSettings, alarms: AlarmGroups): Found[] {
  const found: Found[] = []
  const session = settings.sessionTakes ? app.bridge.onWall() : null
  if (session?.spotlight)
    found.push({
      cause: `session:${session.id}`,
      kind: 'session',
      name: { vi: session.title, en: session.title },
      since: session.openedAt,
      scene: null,
    })
  const { alertTakes, alarmTakes, takeOrder } = settings
  if (alertTakes !== null) {
    const least = CAP_SEVERITIES.indexOf(alertTakes)
    const rank = (s: (typeof CAP_SEVERITIES)[number]) => CAP_SEVERITIES.indexOf(s)
    const alerts = app.alerts
      .lines()
      .filter((a) => a.state === 'inForce' && a.status === 'Actual' && rank(a.severity) <= least)
      .sort((a, b) => rank(a.severity) - rank(b.severity) || b.from - a.from)
    for (const a of alerts)
      found.push({
        cause: `alert:${a.id}`,
        kind: 'alert',
        name: a.headline,
        since: a.from,
        scene: settings.alertScene,
      })
  }
  const least = alarmTakes === null ? -1 : ALARM_SEVERITIES.indexOf(alarmTakes)
  // One that somebody has taken needs the wall no more.
  const taking = app.alarms
    .onWall(Number.POSITIVE_INFINITY)
    .filter((a) => ALARM_SEVERITIES.indexOf(a.severity) <= least && !a.acknowledged)
  for (const g of alarms.of(taking)) found.push({ ...g, kind: 'alarm', scene: settings.alarmScene })
  return found.sort((a, b) => takeOrder.indexOf(a.kind) - takeOrder.indexOf(b.kind))
}

/** A takeover as its record tells it. */
export function takeoverOf(act: StoredAct, cause: string): Takeover {
  const kind = cause.startsWith('session:') ? 'session' : cause.startsWith('alert:') ? 'alert' : 'alarm'
  const { name, since } = act.detail
  const words = (language: 'vi' | 'en') => {
    const text =
      typeof name === 'object' && name !== null
        ? Object.entries(name).find(([l]) => l === language)?.[1]
        : null
    return typeof text === 'string' ? text : cause
  }
  return {
    cause,
    kind,
    scene: act.scene,
    since: typeof since === 'number' ? since : act.at,
    name: { vi: words('vi'), en: words('en') },
    overridden: act.kind === 'override',
  }
}
