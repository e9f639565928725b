import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { AlertAnswer } from '../../shared/api/alerts.ts'
import { RequestError } from '../../shared/refusal.ts'
import { dayOf } from '../catalogue/index.ts'
import { transaction } from '../db/index.ts'
import type { Connection } from '../intake/index.ts'
import { matchArea } from './areas/match.ts'
import { readCap } from './cap/read.ts'
import { summaryOf, timesOf } from './line.ts'
import type { Standing } from './standing.ts'
import { type AlertRecord, findAlert, insertAlert } from './store.ts'
import { answerOf } from './view.ts'

const READER = { name: 'cap', version: '1.2' }
type Sent = { body: Buffer; contentType: string; receivedAt: number }

/**
 * Takes in one alert and answers after its commit. The same alert again gets the same answer. Throws NOT_UTF8, BAD_BODY,
 * ALERT_INVALID, ALERT_DIFFERS.
 */
export async function takeAlert(
  app: FastifyInstance,
  standing: Standing,
  connection: Connection,
  { body, contentType, receivedAt }: Sent,
): Promise<AlertAnswer> {
  const alert = readCap(textOf(body))
  const of = { connection: connection.id, alert }
  // Its bytes first: should the server die before the alert is written, the source, unanswered, sends it again.
  const known = await findAlert(app.db.pool, of)
  const { message, sha256 } = known
    ? known
    : await app.intake.keep(
        { connectionId: connection.id, entry: 'machine', body, contentType, receivedAt },
        READER.name,
        READER.version,
      )
  if (!known) {
    const now = app.catalogue.now()
    const day = dayOf(alert.sent)
    const areas = alert.infos.map((i) => i.areas.map((a) => matchArea(a, now, day)))
    const { simulated } = connection
    await transaction(app.db.pool, (client) =>
      insertAlert(client, { ...of, message, areas, ...timesOf(alert), simulated }),
    )
  }
  const written = known ?? (await findAlert(app.db.pool, of))
  if (!written) throw new Error('no alert was written')
  if (known ? !sameBytes(known, body) : written.sha256 !== sha256)
    throw new RequestError('ALERT_DIFFERS', { alert: written.id, identifier: alert.identifier })
  if (!known) {
    await standing.load()
    if (alert.msgType === 'Cancel') tellCancelled(standing, written)
  }
  return answerOf(written, known !== null, Date.now())
}

function tellCancelled(standing: Standing, r: AlertRecord): void {
  const { status, headline, scope, simulated } = summaryOf(r, Date.now())
  if (status !== 'Actual' && status !== 'Exercise') return
  const text = headline.vi ? headline : { vi: r.alert.note ?? '', en: r.alert.note ?? '' }
  standing.tell({ status, headline: text, scope, simulated }, { vi: 'Hủy cảnh báo', en: 'Alert called off' })
}

const sameBytes = ({ sha256 }: AlertRecord, body: Buffer) =>
  createHash('sha256').update(body).digest('hex') === sha256

function textOf(body: Buffer): string {
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(
    body.subarray(0, 200).toString('latin1'),
  )?.[1]
  if (declared && !/^(utf-?8|us-ascii)$/i.test(declared)) throw new RequestError('NOT_UTF8', { declared })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new RequestError('NOT_UTF8')
  }
}
