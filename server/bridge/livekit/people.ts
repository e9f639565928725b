/** Who LiveKit says is in its rooms, by session and point. */
export class People {
  /** By session: the connection (sid) under which each point is in. */
  readonly #rooms = new Map<string, Map<string, string>>()
  /** Counts what was told, by session: a list that was asked before is older than what was told since. */
  readonly #told = new Map<string, number>()

  open(session: string): void {
    if (!this.#rooms.has(session)) this.#rooms.set(session, new Map())
  }
  close(session: string): void {
    this.#rooms.delete(session)
    this.#told.delete(session)
  }
  clear(): void {
    for (const room of this.#rooms.values()) room.clear()
  }

  sessions = (): string[] => [...this.#rooms.keys()]
  has = (session: string, point: string): boolean => this.#rooms.get(session)?.has(point) ?? false
  told = (session: string): number => this.#told.get(session) ?? 0

  /** True when something changed. */
  entered(session: string, point: string, sid: string): boolean {
    const room = this.#rooms.get(session)
    if (!room) return false
    this.#told.set(session, this.told(session) + 1)
    const before = room.get(point)
    room.set(point, sid)
    return before === undefined
  }

  /** One that came back has another connection: the end of its older one says nothing. */
  left(session: string, point: string, sid: string): boolean {
    const room = this.#rooms.get(session)
    this.#told.set(session, this.told(session) + 1)
    if (room?.get(point) !== sid) return false
    return room.delete(point)
  }

  /** The whole list, as it was when `told` was read. True when something changed. */
  list(session: string, people: ReadonlyMap<string, string>, told: number): boolean {
    const room = this.#rooms.get(session)
    if (!room || this.told(session) !== told) return false
    const same = room.size === people.size && [...people].every(([point, sid]) => room.get(point) === sid)
    this.#rooms.set(session, new Map(people))
    return !same
  }
}
