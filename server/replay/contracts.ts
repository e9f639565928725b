import type pg from 'pg'
import type { Deadlines } from '../../shared/deadline.ts'
import type { ContractTimes, Hours } from '../../shared/freshness.ts'
import { ask } from './ask.ts'

type Version = { from: number; times: ContractTimes }

/** What each connection had promised at each time: the versions of its contract, each from the day it was made. */
export class Contracts {
  readonly #versions = new Map<string, Version[]>()
  /** Every change of a contract, in order. */
  readonly #changes: { at: number; connection: string }[] = []

  constructor(rows: readonly { connection: string; from: number; times: ContractTimes }[]) {
    for (const { connection, from, times } of rows) {
      const versions = this.#versions.get(connection) ?? []
      if (versions.length) this.#changes.push({ at: from, connection })
      this.#versions.set(connection, [...versions, { from, times }])
    }
    this.#changes.sort((a, b) => a.at - b.at)
  }

  /** The version in force; the first also stands for the time before it (data taken in later may be older). */
  at(connection: string | null | undefined, time: number): ContractTimes | null {
    const versions = connection ? this.#versions.get(connection) : undefined
    if (!versions) return null
    return (versions.findLast((v) => v.from <= time) ?? versions[0])?.times ?? null
  }

  /** Connections whose contract changed after `from` up to `to`. */
  changed(from: number, to: number): string[] {
    return this.#changes.filter((c) => c.at > from && c.at <= to).map((c) => c.connection)
  }

  /** When the next contract changes; infinite = never. */
  next(after: number): number {
    return this.#changes.find((c) => c.at > after)?.at ?? Number.POSITIVE_INFINITY
  }
}

type Row = {
  connection_id: string
  created_at: Date
  period: string
  grace_seconds: number
  expiry_seconds: number
  hours: Hours | null
  deadlines: Deadlines | null
}

/** Every version of every contract, as far as ageing needs it. */
export async function readContracts(pool: pg.Pool): Promise<Contracts> {
  const rows = await ask<Row>(
    pool,
    'select connection_id, created_at, period, grace_seconds, expiry_seconds, hours, deadlines from contract order by connection_id, version',
  )
  return new Contracts(
    rows.map((r) => ({
      connection: r.connection_id,
      from: r.created_at.getTime(),
      times: {
        period: r.period,
        graceSeconds: r.grace_seconds,
        expirySeconds: r.expiry_seconds,
        hours: r.hours,
        deadlines: r.deadlines,
      },
    })),
  )
}
