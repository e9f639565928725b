import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AnswerView, MappingInput, PreviewView } from '../../../shared/api/intake.ts'
import { api } from '../../api/index.ts'

type Busy = 'preview' | 'import' | null

/** Whose figures these are: a file connection, or an agency that gets one with its first file. */
export type Receiver = { kind: 'connection'; id: string } | { kind: 'agency'; code: string }
type ImportAnswer = { answer: AnswerView; created: string[]; connection: string }

/** Mapping and connection go before the file, so that the server knows them when the file's bytes arrive. */
function formOf(receiver: Receiver, file: File, mapping: MappingInput | null): FormData {
  const form = new FormData()
  if (receiver.kind === 'connection') form.append('connection', receiver.id)
  else form.append('agency', receiver.code)
  if (mapping) form.append('mapping', JSON.stringify(mapping))
  form.append('file', file)
  return form
}

/** One file on its way: chosen, seen, perhaps decided about, written. Nothing is written before `write`. */
export function useFileImport(receiver: Receiver | null) {
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<PreviewView | null>(null)
  const [answer, setAnswer] = useState<AnswerView | null>(null)
  const [busy, setBusy] = useState<Busy>(null)
  const [error, setError] = useState<Error | null>(null)
  const queries = useQueryClient()

  /** Only the newest question counts: an earlier file's answer may come after a later one's. */
  const turn = useRef(0)

  async function run(kind: Exclude<Busy, null>, work: (current: () => boolean) => Promise<void>) {
    const mine = ++turn.current
    setBusy(kind)
    setError(null)
    try {
      await work(() => mine === turn.current)
    } catch (problem) {
      if (mine === turn.current) setError(problem instanceof Error ? problem : new Error(String(problem)))
    } finally {
      if (mine === turn.current) setBusy(null)
    }
  }
  const see = (of: File, mapping: MappingInput | null) =>
    run('preview', async (current) => {
      if (!receiver) return
      const seen = await api.upload<PreviewView>('/api/files/preview', formOf(receiver, of, mapping))
      if (current()) setPreview(seen)
    })

  return {
    file,
    preview,
    answer,
    busy,
    error,
    choose(of: File) {
      setFile(of)
      setPreview(null)
      void see(of, null)
    },
    /** Seen again with a person's decision. */
    remap: (mapping: MappingInput) => file && void see(file, mapping),
    write: () =>
      void run('import', async (current) => {
        if (!receiver || !file) return
        const form = formOf(receiver, file, preview?.mapping ?? null)
        const { answer } = await api.upload<ImportAnswer>('/api/files/import', form)
        if (current()) setAnswer(answer)
        await queries.invalidateQueries()
      }),
    reset() {
      turn.current++
      setBusy(null)
      setFile(null)
      setPreview(null)
      setAnswer(null)
      setError(null)
    },
  }
}
