import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { NEWER_VERSION } from '../../../shared/api/versions.ts'
import { RequestProblem } from '../../api/index.ts'

type Stored = { version: number; changedBy: string | null }
export type Newer = { version: number; by: string | null }
type Wish<S, D> = {
  /** As it is stored now; null: it is not yet. */
  stored: S | null
  formOf(stored: S | null): D
  send(form: D, after: number): Promise<S | null>
  readAgain(): Promise<unknown>
  /** It is saved, and its editor is still open. */
  onSaved?(saved: S | null): void
  /** What another has made meanwhile is wanted, where this was to be new. */
  onLoad?(): void
  /** Whether something is typed that is not saved; not while the editor is closed. */
  onChanged?(changed: boolean): void
}

/** Forms are made by one function and changed field by field: their fields keep their order. */
const alike = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What stands in the way of a save that was refused because another had saved. */
export function newerIn(error: Error | null): Newer | null {
  if (!(error instanceof RequestProblem) || error.detail.reason !== NEWER_VERSION) return null
  const { version, by } = error.detail
  return typeof version === 'number' ? { version, by: typeof by === 'string' ? by : null } : null
}

/**
 * What is typed of something that others save as well. A newer version comes into the form by itself only where nothing
 * would be lost; else it is there as `newer`, to be chosen about. A save names the version that was read.
 */
export function useVersioned<S extends Stored, D>({ stored, formOf, send, readAgain, ...on }: Wish<S, D>) {
  const [read, setRead] = useState(stored)
  const [form, setForm] = useState<D>(() => formOf(stored))
  const after = read?.version ?? 0
  // What was read before one's own save was answered is older than that.
  const ahead = stored && stored.version > after ? stored : null
  const take = () => {
    setRead(stored)
    setForm(formOf(stored))
  }
  if (ahead && (alike(form, formOf(read)) || alike(form, formOf(ahead)))) take()
  const changed = !alike(form, formOf(read))
  const { onChanged } = on
  useEffect(() => {
    onChanged?.(changed)
    return () => onChanged?.(false)
  }, [changed, onChanged])
  const save = useMutation({
    mutationFn: (sent: { form: D; after: number }) => send(sent.form, sent.after),
    onSuccess: (saved, sent) => {
      // The answer may be of another's save after this one.
      if (saved) setRead({ ...saved, version: sent.after + 1 })
      // What was typed between the press and the answer stays.
      setForm((now) => (saved && alike(now, sent.form) ? formOf(saved) : now))
      return readAgain()
    },
    onError: async (error) => {
      if (newerIn(error)) await readAgain()
    },
  })
  const refused = newerIn(save.error)
  const newer = ahead ? { version: ahead.version, by: ahead.changedBy } : stored ? null : refused
  const known = newer?.version ?? after
  // Once the newer one is here it is said by the choice; one that was chosen about is said no more.
  const met = refused && refused.version > (save.variables?.after ?? 0) && refused.version <= known
  const sendOn = (version: number) =>
    save.mutate({ form, after: version }, { onSuccess: (saved) => on.onSaved?.(saved) })
  return {
    form,
    setForm,
    read,
    /** It differs from what was read. */
    changed,
    busy: save.isPending,
    error: met ? null : save.error,
    newer: save.isPending ? null : newer,
    /** What was refused was of another name. */
    reset: save.reset,
    save: () => sendOn(after),
    saveOver: () => newer && sendOn(newer.version),
    load: () => {
      save.reset()
      if (ahead) take()
      else on.onLoad?.()
    },
  }
}
