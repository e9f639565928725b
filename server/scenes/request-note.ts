import type { FastifyInstance } from 'fastify'
import type { Asked } from '../../shared/api/scenes.ts'
import type { Language } from '../../shared/vocabulary.ts'
import type { LogbookNote } from '../bus.ts'
import { whereOf } from './act-note.ts'
import type { StoredRequest } from './store.ts'

type Words = Record<Language, string>
const STEPS = {
  asked: { vi: 'Đề nghị người thứ hai xác nhận', en: 'Asks a second person to confirm' },
  confirmed: { vi: 'Xác nhận đề nghị', en: 'Confirmed as the second person' },
  refused: { vi: 'Không đồng ý đề nghị', en: 'Refused as the second person' },
  withdrawn: { vi: 'Rút lại đề nghị', en: 'Took a request back' },
  lapsed: { vi: 'Đề nghị hết hạn, không ai xác nhận', en: 'A request ran out, nobody confirmed it' },
} satisfies Record<string, Words>
export type RequestStep = keyof typeof STEPS

const WHAT: Record<Asked['act'], Words> = {
  show: { vi: 'đưa lên màn hình', en: 'put on the screens' },
  pin: { vi: 'giữ nguyên trên màn hình', en: 'hold on the screens' },
  next: { vi: 'chuyển sang trang sau', en: 'turn to the next page' },
  release: { vi: 'trả màn hình về lịch chiếu', en: 'give the screens back to the playlists' },
  override: { vi: 'bỏ qua việc chiếm màn hình', en: 'set a takeover aside' },
  playlist: { vi: 'lưu lịch chiếu', en: 'save the playlist' },
  document: { vi: 'bỏ chế độ hạn chế của màn cảnh', en: 'take the restriction off the scene' },
  settings: { vi: 'đổi thiết lập chung của màn hình', en: 'change the settings of the screens' },
}

function subjectOf(act: Asked): string | null {
  if (act.act === 'playlist') return `playlist:${act.playlist.key}`
  if (act.act === 'document') return `scene:${act.document.key}`
  if (act.act === 'settings') return null
  return act.scene ? `scene:${act.scene}` : (act.cause ?? null)
}

/** What became of a request, as the shift log tells it. `name` is of what it is about; `actor` null: nobody did it. */
export function requestNote(
  app: FastifyInstance,
  step: RequestStep,
  { id, act, name: asker }: Pick<StoredRequest, 'id' | 'act' | 'name'>,
  name: Words | null,
  actor: string | null,
  at: number,
): LogbookNote {
  const own = step === 'asked' || step === 'withdrawn'
  const by: Words = { vi: own ? '' : `; ${asker} đề nghị`, en: own ? '' : `; asked by ${asker}` }
  const target = 'target' in act && act.act !== 'override' ? act.target : null
  const of = (l: Language) =>
    `${STEPS[step][l]}: ${WHAT[act.act][l]}${name ? ` “${name[l]}”` : ''}${target ? whereOf(app, target, l) : ''}${by[l]}`
  return {
    ...{ at, kind: `scene.request-${step}`, subject: subjectOf(act), actor },
    text: { vi: of('vi'), en: of('en') },
    detail: { act: act.act, request: id },
  }
}
