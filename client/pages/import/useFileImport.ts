import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
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

  async function run(kind: Exclude<Busy, null>, work: () => Promise<void>) {
    setBusy(kind)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)))
    } finally {
      setBusy(null)
    }
  }
  const see = (of: File, mapping: MappingInput | null) =>
    run('preview', async () => {
      if (!receiver) return
      setPreview(await api.upload<PreviewView>('/api/files/preview', formOf(receiver, of, mapping)))
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
      void run('import', async () => {
        if (!receiver || !file) return
        const form = formOf(receiver, file, preview?.mapping ?? null)
        setAnswer((await api.upload<ImportAnswer>('/api/files/import', form)).answer)
        await queries.invalidateQueries()
      }),
    reset() {
      setFile(null)
      setPreview(null)
      setAnswer(null)
      setError(null)
    },
  }
}
