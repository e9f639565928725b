/** Why a device gave nothing, for the page to say in words. */
export type DeviceProblem = 'insecure' | 'unsupported' | 'refused' | 'missing' | 'busy' | 'failed'
export type DeviceChoice = { camera: string | null; microphone: string | null }
export type OpenedDevices = {
  stream: MediaStream
  camera: DeviceProblem | null
  microphone: DeviceProblem | null
}

/** Browsers give cameras only to pages loaded over HTTPS (or from the same machine). */
export function mediaBarrier(): DeviceProblem | null {
  if (!window.isSecureContext) return 'insecure'
  return navigator.mediaDevices ? null : 'unsupported'
}

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'failed'
}

const video = (id: string | null): MediaTrackConstraints => ({
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
  ...(id ? { deviceId: { exact: id } } : {}),
})
const audio = (id: string | null): MediaTrackConstraints => ({
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  ...(id ? { deviceId: { exact: id } } : {}),
})

/** Opens camera and microphone, each as far as it goes: one that fails does not take the other with it. */
export async function openDevices(choice: DeviceChoice): Promise<OpenedDevices> {
  const barrier = mediaBarrier()
  if (barrier) return { stream: new MediaStream(), camera: barrier, microphone: barrier }
  const ask = (want: MediaStreamConstraints) => navigator.mediaDevices.getUserMedia(want)
  try {
    const both = await ask({ video: video(choice.camera), audio: audio(choice.microphone) })
    return { stream: both, camera: null, microphone: null }
  } catch {
    const stream = new MediaStream()
    const one = async (want: MediaStreamConstraints): Promise<DeviceProblem | null> => {
      try {
        for (const track of (await ask(want)).getTracks()) stream.addTrack(track)
        return null
      } catch (error) {
        return problemOf(error)
      }
    }
    const camera = await one({ video: video(choice.camera) })
    const microphone = await one({ audio: audio(choice.microphone) })
    return { stream, camera, microphone }
  }
}

export async function listDevices(): Promise<{ cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[] }> {
  if (mediaBarrier()) return { cameras: [], microphones: [] }
  const all = await navigator.mediaDevices.enumerateDevices()
  return {
    cameras: all.filter((d) => d.kind === 'videoinput'),
    microphones: all.filter((d) => d.kind === 'audioinput'),
  }
}

/** Tells the loudness of a stream ten times a second, 0 to 1 on a scale of decibels. Returns how to stop. */
export function meterLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const [track] = stream.getAudioTracks()
  if (!track) return () => undefined
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    let sum = 0
    for (const s of samples) sum += s * s
    const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) + 1e-7)
    onLevel(Math.min(1, Math.max(0, (decibels + 60) / 60)))
  }, 100)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
