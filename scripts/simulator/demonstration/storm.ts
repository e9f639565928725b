import type { FastifyInstance } from 'fastify'

const ID = 'KTTV-CB'
const MINUTE = 60_000
const ZONE_MS = 7 * 3_600_000
const SENDER = 'dien-tap@kttv.example.vn'
/** An exercise: a warning, made worse after five minutes, called off after fifteen, and again an hour later. */
const STEPS = [
  { after: 0, msgType: 'Alert', severity: 'Severe', vi: 'Bão gần bờ', en: 'Typhoon near the coast' },
  {
    after: 5,
    msgType: 'Update',
    severity: 'Extreme',
    vi: 'Bão mạnh lên, sắp vào bờ',
    en: 'Typhoon strengthens',
  },
  { after: 15, msgType: 'Cancel', severity: '', vi: 'Kết thúc diễn tập', en: 'End of the exercise' },
] as const
const CYCLE = 60 * MINUTE

const time = (ms: number) => `${new Date(ms + ZONE_MS).toISOString().slice(0, 19)}+07:00`

function info(language: string, step: (typeof STEPS)[number], at: number): string {
  const vi = language === 'vi-VN'
  return `<info><language>${language}</language><category>Met</category><event>${vi ? 'Bão' : 'Typhoon'}</event>
<responseType>Prepare</responseType><responseType>Evacuate</responseType><urgency>Expected</urgency>
<severity>${step.severity}</severity><certainty>Likely</certainty><expires>${time(at + 45 * MINUTE)}</expires>
<senderName>${vi ? 'Trung tâm Dự báo khí tượng thủy văn quốc gia' : 'National Centre for Hydro-Meteorological Forecasting'}</senderName>
<headline>${vi ? step.vi : step.en}</headline>
<instruction>${vi ? 'Gọi tàu thuyền vào nơi tránh trú; sẵn sàng sơ tán dân ven biển.' : 'Call ships to shelter; be ready to evacuate the coast.'}</instruction>
<area><areaDesc>${vi ? 'Quảng Ninh; Hải Phòng; Thái Bình' : 'Quang Ninh; Hai Phong; Thai Binh'}</areaDesc></area></info>`
}

/** A connection for warnings, as an exercise all the time. Returns how to stop it. */
export async function startStorm(app: FastifyInstance, base: string): Promise<() => void> {
  const { connections } = app.intake
  const { key } = connections.get(ID)
    ? await connections.rekey(ID, 'system')
    : await connections.create(
        {
          ...{ id: ID, agencyCode: 'G10', connector: 'cap', simulated: true },
          name: { vi: 'Cảnh báo thiên tai', en: 'Hazard warnings' },
          contract: {
            times: { period: 'PT1H', graceSeconds: 600, expirySeconds: 86_400, hours: null, deadlines: null },
            series: [],
          },
        },
        'system',
      )
  let sent: string[] = []
  const timers = new Set<NodeJS.Timeout>()
  const send = async (step: (typeof STEPS)[number]) => {
    const at = Date.now()
    if (step.msgType === 'Alert') sent = []
    const identifier = `DT-${at}`
    const references = sent.length ? `<references>${sent.join(' ')}</references>` : ''
    const infos = step.severity ? info('vi-VN', step, at) + info('en-GB', step, at) : ''
    const note = step.severity ? '' : `<note>${step.vi}</note>`
    await fetch(`${base}/api/connections/${ID}/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/cap+xml', authorization: `Bearer ${key}` },
      body: `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>${identifier}</identifier><sender>${SENDER}</sender><sent>${time(at)}</sent><status>Exercise</status>
<msgType>${step.msgType}</msgType><scope>Public</scope>${note}${references}${infos}</alert>`,
    })
    sent.push(`${SENDER},${identifier},${time(at)}`)
  }
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }
  const cycle = () => {
    for (const step of STEPS)
      later(step.after * MINUTE, () => send(step).catch((error) => app.log.warn({ error }, 'no alert sent')))
    later(CYCLE, cycle)
  }
  cycle()
  return () => {
    for (const timer of timers) clearTimeout(timer)
  }
}
