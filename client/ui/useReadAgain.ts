import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onFollowed } from '../live/index.ts'

/** What changed while the line was cut was said to others only: all that stands on this page is read again. */
export function useReadAgain(): void {
  const queries = useQueryClient()
  useEffect(() => onFollowed((again) => void (again && queries.invalidateQueries())), [queries])
}
