import type { ReactNode } from 'react'
import admin from '../admin/admin.module.css'

type Props = {
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
  /** The column of the names, and the first of the figures, from 0. */
  name?: number
  figures: number
}

/** A short table without a head: what was found, where, how much. */
export function FlatTable({ rows, name, figures }: Props) {
  return (
    <table className={admin.table}>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, i) => (
              <td
                // A row's cells keep their places.
                key={i}
                className={i === name ? admin.name : undefined}
                data-figure={i >= figures || undefined}
              >
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
