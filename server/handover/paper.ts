import type { HandoverView } from '../../shared/api/handover.ts'
import type { LogEntryView } from '../../shared/api/logbook.ts'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import { type Paper, type PaperBlock, paperHead } from '../papers/index.ts'

const parts = (at: number) => {
  const d = new Date(at + ZONE_OFFSET_MS)
  const two = (n: number) => String(n).padStart(2, '0')
  const [day, month, year] = [d.getUTCDate(), d.getUTCMonth() + 1, d.getUTCFullYear()]
  return { clock: `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`, day, month, year, two }
}
const clock = (at: number) => parts(at).clock
const dayAndClock = (at: number) => `${clock(at)} ngày ${parts(at).day}/${parts(at).month}/${parts(at).year}`
/** Days under 10 and months under 3 carry a zero: decree 30/2020/ND-CP. */
const dayWords = (at: number) => {
  const { day, month, year, two } = parts(at)
  return `ngày ${two(day)} tháng ${month < 3 ? two(month) : month} năm ${year}`
}

export const KIND_WORDS: Record<HandoverView['items'][number]['kind'], string> = {
  stage: 'Giai đoạn',
  alarm: 'Báo động',
  source: 'Nguồn số liệu',
  dispute: 'Số chưa khớp',
  directive: 'Nhiệm vụ quá hạn',
  screen: 'Màn hình',
  session: 'Phiên họp',
}
const shiftWords = ({ no, from, to }: HandoverView['shift']) =>
  `ca ${no} (${clock(from)}–${clock(to)}, ${dayWords(from)})`

function signature(who: string, name: string, at: number | null, empty: string) {
  const signed =
    at === null ? [{ text: empty, italics: true }] : [{ text: `Đã ký lúc ${dayAndClock(at)}`, italics: true }]
  const room = at === null ? [{ text: '' }, { text: '' }, { text: '' }] : [{ text: '' }]
  return [{ text: who, bold: true }, ...signed, ...room, { text: name, bold: true }]
}

const said = (who: string, { at, remark }: { at: number; remark: string }) =>
  [`${who}, ${clock(at)}`, remark].filter(Boolean).join(': ')

/** What of the log is closed: in the middle of a shift what stood in it so far, of a position its own part. */
function logWords({ entries, whole, upTo }: NonNullable<HandoverView['log']>, position: string, at: string) {
  const part = whole ? 'Phần sổ trực' : `Phần sổ của vị trí ${position}`
  if (upTo !== null) return `${part} đến lúc ${at} có ${entries} mục đã khóa; ca còn tiếp tục.`
  return `${whole ? 'Sổ trực của ca' : part} có ${entries} mục, khóa lúc ${at}.`
}

/** A corrected entry stands on paper as it does in the log: what it says now, what it said before, and why. */
function wordsOf(e: LogEntryView, all: readonly LogEntryView[]): string {
  const before = all.find((x) => x.id === e.corrects)
  if (!before) return e.text.vi
  return `${e.text.vi} (đính chính mục ${before.id}, trước ghi: “${wordsOf(before, all)}”; lý do: ${e.reason ?? ''})`
}

/** The handover as an official paper; what is not signed by both says that it is a draft. Pure. */
export function handoverPaper(
  h: HandoverView,
  entries: readonly LogEntryView[],
  marks: { simulated: boolean; world: string | null },
): Paper {
  const { position, shift, next, outgoing, incoming, items } = h
  const at = h.endedAt ?? h.openedAt
  const written = entries.filter((e) => !e.automatic && e.correctedBy === null)
  const relieved = h.steps.findLast((s) => s.kind === 'relieved')
  const taker = relieved ? relieved.by : (incoming?.displayName ?? '')
  const rows = items.map((i, n) => [
    String(n + 1),
    KIND_WORDS[i.kind],
    [[i.text.vi, i.since === null ? '' : `(từ ${dayAndClock(i.since)})`].filter(Boolean).join(' '), i.note.vi]
      .filter(Boolean)
      .join('; '),
    [
      i.checked ? said('Người nhận đã xem', i.checked) : 'Người nhận chưa xem',
      i.given ? said('Người giao', i.given) : '',
    ]
      .filter(Boolean)
      .join('; '),
  ])
  const log: PaperBlock[] = h.log
    ? [
        {
          ...{ kind: 'paragraph' },
          text: logWords(h.log, position.name.vi, dayAndClock(at)),
        },
        { kind: 'note', text: `Mã băm SHA-256 của sổ: ${h.log.sha256}` },
      ]
    : []
  return {
    ...paperHead(`${h.id}/BB-TTCĐĐH`, dayWords(at)),
    title: `Biên bản bàn giao ${shiftWords(shift)}`,
    name: [
      { text: 'BIÊN BẢN BÀN GIAO CA TRỰC', bold: true },
      { text: `Vị trí ${position.name.vi}, ${shiftWords(shift)}`, bold: true, rule: 40 },
    ],
    marks: [
      ...(h.state === 'done' || relieved ? [] : ['DỰ THẢO, CHƯA ĐỦ CHỮ KÝ']),
      ...(h.state === 'superseded' ? ['ĐÃ THAY BẰNG BIÊN BẢN KHÁC'] : []),
      ...(marks.simulated ? ['CÓ SỐ LIỆU MÔ PHỎNG'] : []),
    ],
    world: marks.world,
    recipients: ['Trực chính ca sau;', 'Lưu: VT, hồ sơ ca trực.'],
    foot: `Bàn giao ca số ${h.id}`,
    blocks: [
      { kind: 'paragraph', text: `Người giao: ${outgoing.displayName}, trực ${shiftWords(shift)}.` },
      {
        kind: 'paragraph',
        text: relieved
          ? `Người nhận vắng; ${relieved.by} cho rời vị trí lúc ${dayAndClock(relieved.at)}, lý do: ${relieved.remark ?? ''}.`
          : `Người nhận: ${taker || '(chưa chọn)'}, trực ${shiftWords(next)}.`,
      },
      { kind: 'heading', text: 'I. Việc đang mở, bàn giao từng mục' },
      ...(rows.length
        ? [
            {
              ...{ kind: 'table' as const, widths: [7, 19, 44, 30] },
              rows: [['TT', 'Loại', 'Nội dung', 'Cùng xem, ý kiến'], ...rows],
            },
          ]
        : [{ kind: 'paragraph' as const, text: 'Không có việc nào đang mở.' }]),
      { kind: 'heading', text: 'II. Diễn biến do người trực ghi' },
      ...(written.length
        ? [
            {
              ...{ kind: 'table' as const, widths: [14, 12, 20, 54] },
              rows: [
                ['Lúc', 'Vị trí', 'Người ghi', 'Nội dung'],
                ...written.map((e) => [clock(e.at), e.position?.code ?? '', e.by ?? '', wordsOf(e, entries)]),
              ],
            },
          ]
        : [{ kind: 'paragraph' as const, text: 'Không có mục nào do người trực ghi.' }]),
      ...log,
      ...(h.state === 'done'
        ? [
            {
              kind: 'paragraph' as const,
              text: `Việc bàn giao kết thúc lúc ${dayAndClock(at)}. Hai bên đã cùng xem từng mục, thống nhất và ký bằng tài khoản của mình; từ lúc này người nhận chịu trách nhiệm vị trí.`,
            },
          ]
        : []),
      {
        kind: 'columns',
        columns: [
          signature(
            'NGƯỜI GIAO',
            outgoing.displayName,
            h.outgoingSignedAt,
            relieved ? '(không ký)' : '(chưa ký)',
          ),
          signature(
            relieved ? 'NGƯỜI CHO RỜI VỊ TRÍ' : 'NGƯỜI NHẬN',
            taker,
            relieved?.at ?? h.incomingSignedAt,
            '(chưa ký)',
          ),
        ],
      },
      {
        kind: 'note',
        text: 'Mỗi bên ký bằng tài khoản và mật khẩu của mình; chữ ký có trong nhật ký kiểm toán.',
      },
    ],
  }
}
