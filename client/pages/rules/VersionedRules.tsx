import type { ReactNode } from 'react'
import { Button, momentText, Problem, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import checks from '../checks/checks.module.css'

export type Versioned = {
  id: number
  code: string
  version: number
  changedAt: number
  rule: { name: { vi: string; en: string }; enabled: boolean }
}
export type Column<T> = { head: string; figure?: boolean; className?: (row: T) => string | undefined } & {
  cell(row: T): ReactNode
}
type Props<T> = {
  rows: readonly T[] | undefined
  error: Error | null
  now: number
  writes: boolean
  chosen: number | 'new' | null
  onChoose(which: number | 'new'): void
  /** What stands small beneath a name. */
  beneath(row: T): string
  columns: readonly Column<T>[]
  words: { count: string; make: string; code: string; rule: string; changed: string } & {
    disabled: string
    editor: string
    choose: string
    version(n: number): string
  }
  /** The editor of what is chosen. */
  children: ReactNode
}

/** Rules that are kept in versions: all of them with their newest, and the chosen one in its editor beside. */
export function VersionedRules<T extends Versioned>({ rows, words, columns, ...p }: Props<T>) {
  const language = useLanguage()
  return (
    <div className={checks.split}>
      <section className={admin.body}>
        <header className={admin.bar}>
          <p className={checks.count} data-metric="rules">
            {words.count}
          </p>
          {p.writes && (
            <Button primary onClick={() => p.onChoose('new')}>
              {words.make}
            </Button>
          )}
        </header>
        <Problem error={p.error} />
        <table className={admin.table}>
          <thead>
            <tr>
              <th>{words.code}</th>
              <th>{words.rule}</th>
              {columns.map((c) => (
                <th key={c.head} data-figure={c.figure || undefined}>
                  {c.head}
                </th>
              ))}
              <th>{words.changed}</th>
            </tr>
          </thead>
          <tbody>
            {rows?.map((r) => (
              <tr
                key={r.id}
                data-rule={r.code}
                aria-selected={r.id === p.chosen}
                onClick={() => p.onChoose(r.id)}
              >
                <td className={checks.state}>
                  <button type="button" onClick={() => p.onChoose(r.id)}>
                    {r.code}
                  </button>
                </td>
                <td className={admin.name}>
                  {r.rule.name[language]}
                  <small>
                    {p.beneath(r)}
                    {!r.rule.enabled && ` · ${words.disabled}`}
                  </small>
                </td>
                {columns.map((c) => (
                  <td key={c.head} data-figure={c.figure || undefined} className={c.className?.(r)}>
                    {c.cell(r)}
                  </td>
                ))}
                <td>
                  {momentText(r.changedAt, p.now, language)}
                  <small>{words.version(r.version)}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <aside className={checks.panel} aria-label={words.editor}>
        {p.children ?? <p className={admin.none}>{words.choose}</p>}
      </aside>
    </div>
  )
}
