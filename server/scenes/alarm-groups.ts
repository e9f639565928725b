import type { TakeoverView } from '../../shared/api/scenes.ts'
import type { WallAlarm } from '../../shared/live.ts'

type Group = Pick<TakeoverView, 'cause' | 'name' | 'since'> & {
  /** When a person set it aside (ms): what is raised later is no part of it. */
  asideAt: number | null
}
type Taking = Pick<WallAlarm, 'id' | 'title' | 'since' | 'raisedAt'>

/**
 * Alarms take the wall together: a thousand at once are one takeover, from the first of them until none of them stands.
 * Set aside are those that stood then; the next one takes the wall anew.
 */
export class AlarmGroups {
  #groups: Group[] = []

  /** What a record of before a restart says. */
  restore(group: Group): void {
    this.#groups.push(group)
  }
  setAside(cause: string, at: number): void {
    this.#groups = this.#groups.map((g) => (g.cause === cause ? { ...g, asideAt: at } : g))
  }

  /** The groups that have an alarm now, the open one first. */
  of(taking: readonly Taking[]): Pick<Group, 'cause' | 'name' | 'since'>[] {
    const there = new Set<Group>()
    for (const a of [...taking].sort((x, y) => x.raisedAt - y.raisedAt || x.id - y.id)) {
      const aside = this.#groups.find((g) => g.asideAt !== null && a.raisedAt <= g.asideAt)
      const open = aside ?? this.#groups.find((g) => g.asideAt === null)
      if (open) there.add(open)
      else {
        const begun: Group = { cause: `alarm:${a.id}`, name: a.title, since: a.since, asideAt: null }
        this.#groups.push(begun)
        there.add(begun)
      }
    }
    this.#groups = this.#groups.filter((g) => there.has(g))
    return [...this.#groups]
      .sort((a, b) => (a.asideAt ?? 0) - (b.asideAt ?? 0))
      .map(({ cause, name, since }) => ({ cause, name, since }))
  }
}
