import type { Finding, FindingCode } from './finding.ts'
import type { Language } from './options.ts'

type Detail = Record<string, unknown>
type Say = (
  d: Detail,
  say: { number(n: unknown): string; time(n: unknown): string; list(v: unknown): string },
) => string

const WORDS: Record<FindingCode, Record<Language, Say>> = {
  READ: { vi: (d, s) => `Đã đọc ${s.number(d.bytes)} byte`, en: (d, s) => `Read ${s.number(d.bytes)} bytes` },
  FETCHED: {
    vi: (d, s) => `Đã lấy ${s.number(d.bytes)} byte trong ${s.number(d.milliseconds)} ms`,
    en: (d, s) => `Fetched ${s.number(d.bytes)} bytes in ${s.number(d.milliseconds)} ms`,
  },
  UNREADABLE: {
    vi: (d) => `Không đọc được ${d.source}: ${d.problem}`,
    en: (d) => `${d.source} cannot be read: ${d.problem}`,
  },
  HTTP_STATUS: {
    vi: (d) => `Hệ thống trả lời HTTP ${d.status}; Trung tâm cần 200`,
    en: (d) => `The system answers HTTP ${d.status}; the Centre needs 200`,
  },
  TOO_LARGE: {
    vi: (d, s) => `Lớn hơn ${s.number(d.limit)} byte: hãy chia nhỏ, hoặc dùng con trỏ`,
    en: (d, s) => `More than ${s.number(d.limit)} bytes: divide it, or offer a cursor`,
  },
  NO_VALIDATOR: {
    vi: () => 'Không có ETag hay Last-Modified: mỗi lần hỏi là một lần gửi lại toàn bộ',
    en: () => 'No ETag or Last-Modified: every question costs the whole answer',
  },
  SAYS_UNCHANGED: {
    vi: () => 'Trả lời 304 khi không có gì mới',
    en: () => 'Answers 304 when nothing changed',
  },
  VALIDATOR_IGNORED: {
    vi: () => 'Có ETag hoặc Last-Modified nhưng vẫn gửi lại cùng một nội dung thay vì 304',
    en: () => 'Has an ETag or Last-Modified, yet sends the same again instead of 304',
  },
  CENTRE_AWAY: {
    vi: (d) => `Không hỏi được Trung tâm (${d.centre}): ${d.problem}`,
    en: (d) => `The Centre (${d.centre}) cannot be asked: ${d.problem}`,
  },
  CENTRE_REFUSED: {
    vi: (d) => `Trung tâm từ chối (${d.code}): ${wordsOf(d, 'vi')}`,
    en: (d) => `The Centre refuses (${d.code}): ${wordsOf(d, 'en')}`,
  },
  DISABLED: {
    vi: (d) => `Kết nối ${d.connection} chưa được bật: hãy báo quản trị của Trung tâm`,
    en: (d) => `Connection ${d.connection} is not enabled yet: tell the Centre's administrator`,
  },
  FORMAT: { vi: (d) => `Định dạng: ${d.format}`, en: (d) => `Format: ${d.format}` },
  UNDECIDED: {
    vi: (d, s) => `Cột chưa gán chỉ tiêu (quản trị gán khi cấu hình): ${s.list(d.columns)}`,
    en: (d, s) => `Columns without an indicator (the administrator assigns them): ${s.list(d.columns)}`,
  },
  UNKNOWN_UNITS: {
    vi: (d, s) => `Không nhận ra, hoặc có nhiều hơn một đơn vị: ${s.list(d.units)}`,
    en: (d, s) => `Unknown units, or more than one of that name: ${s.list(d.units)}`,
  },
  UNREADABLE_PERIODS: {
    vi: (d, s) => `Không đọc được kỳ: ${s.list(d.periods)}`,
    en: (d, s) => `Periods that cannot be read: ${s.list(d.periods)}`,
  },
  NO_ROWS: { vi: () => 'Không có dòng nào được nhận', en: () => 'Not one row would be taken' },
  ACCEPTED: {
    vi: (d, s) => `Được nhận: ${s.number(d.accepted)} dòng; từ chối: ${s.number(d.refused)}`,
    en: (d, s) => `Taken: ${s.number(d.accepted)} rows; refused: ${s.number(d.refused)}`,
  },
  REFUSED: { vi: (d) => refusedOf(d, 'vi'), en: (d) => refusedOf(d, 'en') },
  PROMISED: {
    vi: (d, s) => `Đủ ${s.number(d.agreed)} chuỗi số đã cam kết`,
    en: (d, s) => `All ${s.number(d.agreed)} promised series are there`,
  },
  MISSING: {
    vi: (d, s) =>
      `Có ${s.number(d.supplied)} trên ${s.number(d.agreed)} chuỗi số đã cam kết; thiếu ${s.list(pairs(d))}`,
    en: (d, s) =>
      `${s.number(d.supplied)} of ${s.number(d.agreed)} promised series are there; missing ${s.list(pairs(d))}`,
  },
  NEWEST: {
    vi: (d, s) => `Số mới nhất là của ${s.time(d.newest)}; cam kết gửi mỗi ${d.period}`,
    en: (d, s) => `The newest number is about ${s.time(d.newest)}; sending every ${d.period} is agreed`,
  },
}

/** One finding in a person's words. */
export function wordsFor({ code, detail }: Finding, language: Language): string {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  return WORDS[code][language](detail, {
    number: (n) => new Intl.NumberFormat(locale).format(Number(n)),
    time: (n) =>
      new Intl.DateTimeFormat(locale, {
        dateStyle: 'short',
        timeStyle: 'short',
        timeZone: 'Asia/Ho_Chi_Minh',
      }).format(Number(n)),
    list: (v) => shortened(Array.isArray(v) ? v.map(String) : []),
  })
}

const MOST = 8
const shortened = (all: string[]) =>
  all.length > MOST ? `${all.slice(0, MOST).join(', ')} … (+${all.length - MOST})` : all.join(', ')

const pairs = ({ missing }: Detail): string[] =>
  (Array.isArray(missing) ? missing : []).map(
    (m: { indicator: string; unit: string }) => `${m.indicator}/${m.unit}`,
  )

type Row = { row: number; message: Record<Language, string>; detail: Detail; field: string | null }
function refusedOf({ code, rows }: Detail, language: Language): string {
  const all: Row[] = Array.isArray(rows) ? rows : []
  const [first] = all
  const at = shortened(all.map((r) => String(r.row)))
  const row = language === 'vi' ? 'dòng' : 'rows'
  return `${code} (${row} ${at}): ${first?.message[language] ?? ''} ${JSON.stringify(first?.detail ?? {})}`
}

function wordsOf({ words, detail }: Detail, language: Language): string {
  const said =
    typeof words === 'object' && words !== null && language in words ? words[language as never] : ''
  return `${said}${detail && Object.keys(detail).length ? ` ${JSON.stringify(detail)}` : ''}`
}
