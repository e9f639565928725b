import { useEffect, useState } from 'react'
import { type Draft, EMPTY_DRAFT, STATUSES } from './draft.ts'

function read(key: string): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (!kept || typeof kept !== 'object' || !('lines' in kept) || !('status' in kept)) return EMPTY_DRAFT
    const status = STATUSES.find((s) => s === kept.status) ?? 'provisional'
    const lines: Draft['lines'] = {}
    for (const [name, line] of Object.entries(kept.lines ?? {}))
      if (line && typeof line === 'object' && typeof line.text === 'string') lines[name] = line
    return { status, lines }
  } catch {
    return EMPTY_DRAFT
  }
}

/** What is typed survives a reload of the page, until it is sent or thrown away. */
export function useDraft(key: string): [Draft, (draft: Draft) => void] {
  const [state, setState] = useState({ key, draft: read(key) })
  const current = state.key === key ? state : { key, draft: read(key) }
  useEffect(() => {
    if (state.key !== key) setState({ key, draft: read(key) })
  }, [key, state.key])
  return [
    current.draft,
    (draft) => {
      if (Object.values(draft.lines).some((l) => l.text.trim()))
        localStorage.setItem(key, JSON.stringify(draft))
      else localStorage.removeItem(key)
      setState({ key, draft })
    },
  ]
}
