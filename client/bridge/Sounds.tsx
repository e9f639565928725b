import { useEffect, useRef } from 'react'
import type { Remote } from './carrier.ts'

/** The sound of those whose picture is not on the page: whoever speaks is heard in every layout. */
export function Sounds({
  remotes,
  shown,
}: {
  remotes: ReadonlyMap<string, Remote>
  shown: ReadonlySet<string>
}) {
  return [...remotes].map(([id, remote]) =>
    shown.has(id) || !remote.stream ? null : <Sound key={id} stream={remote.stream} />,
  )
}

function Sound({ stream }: { stream: MediaStream }) {
  const ref = useRef<HTMLAudioElement>(null)
  const tracks = stream.getAudioTracks()
  const key = tracks.map((t) => t.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same stream gets other tracks.
  useEffect(() => {
    const element = ref.current
    if (!element) return
    element.srcObject = new MediaStream(stream.getAudioTracks())
    element.play().catch(() => undefined)
    return () => {
      element.srcObject = null
    }
  }, [stream, key])
  return <audio ref={ref} />
}
