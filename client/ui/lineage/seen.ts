import { useEffect, useState } from 'react'
import type { LineageView } from '../../../shared/api/live.ts'

const KEY = 'td.lineage.seen'
/** Numbers remembered; the ones looked at longest ago go first. */
const MOST = 500

function read(): [string, number][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept)
      ? kept.filter(
          (k): k is [string, number] =>
            Array.isArray(k) && typeof k[0] === 'string' && typeof k[1] === 'number',
        )
      : []
  } catch {
    return []
  }
}

/** When this browser last knew the number (ms of what was recorded then); null = never looked at. It is remembered anew. */
export function useLastSeen(data: LineageView | undefined): number | null {
  const [before, setBefore] = useState<number | null>(null)
  const id = data && `${data.indicator.code}@${data.unit.code}@${data.unit.from}@${data.validFrom ?? ''}`
  const newest = data?.revisions[0]?.recordedAt ?? null
  useEffect(() => {
    if (!id) return
    const kept = read()
    setBefore(kept.find(([k]) => k === id)?.[1] ?? null)
    if (newest === null) return
    const rest = kept.filter(([k]) => k !== id).slice(-MOST + 1)
    localStorage.setItem(KEY, JSON.stringify([...rest, [id, newest]]))
  }, [id, newest])
  return before
}
