import type { Language } from './vocabulary.ts'

/** Why a row was refused: stable codes; the text says what, where and what to do. */
export const REFUSALS = {
  ROW_SHAPE: ['Dòng không đúng cấu trúc', 'The row is not shaped as agreed'],
  UNKNOWN_INDICATOR: ['Không có chỉ tiêu này trong danh mục', 'This indicator is not in the catalogue'],
  UNKNOWN_UNIT: [
    'Không có đơn vị này có hiệu lực vào thời điểm của số liệu',
    'No unit of this code was in force at the time of the value',
  ],
  UNKNOWN_MEASURE: ['Không biết đơn vị đo này', 'This unit of measure is not known'],
  WRONG_MEASURE: [
    'Đơn vị đo không quy đổi được về đơn vị đo của chỉ tiêu',
    'This unit of measure does not convert to that of the indicator',
  ],
  NOT_A_NUMBER: ['Giá trị không phải là số', 'The value is not a number'],
  AMBIGUOUS_NUMBER: [
    'Số này đọc được hai cách (hàng nghìn hay thập phân): hãy ghi phần thập phân bằng dấu phẩy và bỏ dấu tách hàng nghìn',
    'This number has two readings (thousands, or a decimal): write decimals with a comma and no mark between thousands',
  ],
  PERCENT_CELL: [
    'Ô này định dạng phần trăm, nhưng chỉ tiêu không đo bằng phần trăm: hãy đổi định dạng ô hoặc ghi lại số',
    'This cell is formatted as a percentage, but the indicator is not measured in percent: change the format or the number',
  ],
  NOT_FINITE: ['Giá trị phải là số hữu hạn', 'The value must be a finite number'],
  RANGE: ['Giá trị ngoài khoảng hợp lệ', 'The value is outside the plausible range'],
  BAD_TIME: ['Thời điểm hoặc kỳ không đọc được', 'The instant or the period cannot be read'],
  FUTURE: ['Thời điểm nằm trong tương lai', 'The time lies in the future'],
  WRONG_PERIOD: ['Kỳ không khớp với kỳ của chỉ tiêu', 'The period does not fit that of the indicator'],
  BAD_STATUS: ['Tình trạng số liệu không hợp lệ', 'The status is not one of those agreed'],
  NOT_IN_CONTRACT: [
    'Kết nối này không cam kết chỉ tiêu hoặc đơn vị này',
    'This connection has no contract for this indicator or unit',
  ],
  DUPLICATE: [
    'Trùng với một dòng trước trong cùng gói tin',
    'A row before it in the same message has the same series and time',
  ],
} as const satisfies Record<string, readonly [string, string]>
export type RefusalCode = keyof typeof REFUSALS

/** Why a stored row was refused, in both languages; a code of an earlier version stands for itself. */
export const reasonOf = (code: string): { vi: string; en: string } =>
  code in REFUSALS
    ? { vi: refusalText(code as RefusalCode, 'vi'), en: refusalText(code as RefusalCode, 'en') }
    : { vi: code, en: code }

export function refusalText(code: RefusalCode, language: Language): string {
  return REFUSALS[code][language === 'vi' ? 0 : 1]
}

/** Why a whole request was refused, with its HTTP status. */
export const REQUEST_ERRORS = {
  UNAUTHENTICATED: [401, 'Chưa đăng nhập hoặc khóa không đúng', 'Not signed in, or the key is wrong'],
  KEY_REVOKED: [401, 'Khóa đã bị thu hồi', 'The key has been revoked'],
  CONNECTION_DISABLED: [403, 'Kết nối đang bị ngừng', 'The connection is disabled'],
  FORBIDDEN: [403, 'Ngoài phạm vi được phép', 'Outside what this account may do or see'],
  NOT_FOUND: [404, 'Không tìm thấy', 'Not found'],
  CONFLICT: [409, 'Trùng hoặc trái với trạng thái hiện tại', 'In conflict with the present state'],
  IDEMPOTENCY_MISMATCH: [
    409,
    'Khóa chống lặp đã dùng cho một nội dung khác',
    'This Idempotency-Key was used with another body',
  ],
  TOO_LARGE: [413, 'Nội dung quá lớn', 'The body is too large'],
  UNKNOWN_TYPE: [415, 'Không biết loại nội dung này', 'This content type is not known'],
  BAD_RULE: [400, 'Phép kiểm tra không dùng được', 'This check cannot be used'],
  BROKEN_ENCODING: [400, 'Nội dung nén bị hỏng', 'The compressed body is broken'],
  NOT_UTF8: [400, 'Nội dung không phải UTF-8', 'The body is not UTF-8'],
  BAD_BODY: [400, 'Nội dung không đọc được', 'The body cannot be read'],
  TOO_MANY_ROWS: [413, 'Quá nhiều dòng trong một gói tin', 'Too many rows in one message'],
  RATE_LIMITED: [429, 'Gửi quá nhiều, xin thử lại sau', 'Too many requests; try again later'],
  OVERLOADED: [503, 'Hệ thống đang quá tải, xin gửi lại sau', 'Overloaded; send again later'],
  NOT_READY: [503, 'Cơ sở dữ liệu chưa sẵn sàng', 'The database is not ready'],
  NO_DATA: [
    404,
    'Không có số liệu trong khoảng thời gian này',
    'There is no data in this range of time; the first and last times there are stand in the detail',
  ],
  TOO_LONG: [
    503,
    'Câu hỏi mất quá nhiều thời gian, hãy thu hẹp khoảng thời gian hoặc phạm vi',
    'The question takes too long; narrow its time or its scope',
  ],
  ROWS_REFUSED: [
    422,
    'Có dòng không hợp lệ, chưa ghi dòng nào: hãy sửa các dòng được nêu',
    'Some rows are not valid and none was written: mend the rows named',
  ],
  ALERT_INVALID: [
    422,
    'Cảnh báo không theo chuẩn CAP 1.2, chưa ghi nhận gì',
    'The alert does not follow CAP 1.2; nothing of it was kept',
  ],
  ALERT_DIFFERS: [
    409,
    'Đã nhận một cảnh báo cùng mã, cùng nơi và lúc gửi nhưng khác nội dung',
    'An alert of this identifier, sender and time was received with other content',
  ],
  BRIDGE_OUTSIDE: [
    403,
    'Điểm cầu chưa ở trong phiên: số liệu, tin nhắn và nhiệm vụ chỉ hiện khi điểm cầu đã được cho vào và đã vào phiên',
    'This point is not in the session: numbers, messages and directives come once it has been let in and has come in',
  ],
  DIRECTIVE_STATE: [
    409,
    'Nhiệm vụ không còn ở trạng thái làm được việc này; hãy tải lại rồi xem',
    'The directive is no longer in a state for this; look at it anew',
  ],
  DIRECTIVE_CHANGED: [
    409,
    'Nội dung vừa được sửa: hãy đọc lại bản mới',
    'What is asked was just changed: read the new writing',
  ],
  DIRECTIVE_SHOWN: [
    409,
    'Khung số trên màn hình đã cũ hoặc không phải của người giao; hãy bấm lại',
    "What the screen showed is gone, or was not the giver's; try again",
  ],
  EVIDENCE_TYPE: [
    415,
    'Chỉ nhận PDF, ảnh PNG hoặc JPEG, DOCX, XLSX, văn bản UTF-8; nội dung tệp phải đúng loại',
    'Only PDF, PNG, JPEG, DOCX, XLSX and UTF-8 text are taken, and the bytes must be what they say',
  ],
  RECORDING_RUNNING: [409, 'Phiên đang được ghi hình', 'The session is being recorded'],
  RECORDING_CLOSED: [
    410,
    'Bản ghi hình đã kết thúc, hoặc phiên đã kết thúc',
    'The recording, or its session, has ended',
  ],
  RECORDING_ORDER: [
    409,
    'Thiếu một đoạn trước đoạn này: gửi lại từ đoạn nêu trong chi tiết',
    'A chunk before this one is missing: send again from the one named in the detail',
  ],
  RECORDING_NO_MAKER: [
    503,
    'Máy chủ ghi hình không nhận và trình duyệt này không tự ghi được: mở trang phiên trong Chromium hoặc Firefox rồi ghi lại',
    'The recording service does not take it on and this browser cannot record: open the session in Chromium or Firefox and record again',
  ],
  RECORDING_GOES_ON: [
    503,
    'Máy chủ ghi hình chưa dừng: phiên vẫn đang được ghi. Thử dừng lại sau vài giây',
    'The recording service has not stopped: the session is still being recorded. Try again in a few seconds',
  ],
  RECORDING_GONE: [
    410,
    'Bản ghi hình đã xóa hoặc chưa có hình',
    'The recording was deleted or holds no picture',
  ],
  MINUTES_RUNNING: [
    409,
    'Phiên chưa kết thúc nên chưa có biên bản',
    'The session has not ended: there are no minutes yet',
  ],
  MINUTES_NONE: [404, 'Biên bản chưa được duyệt', 'The minutes have not been approved yet'],
  MINUTES_CLOSED: [
    409,
    'Biên bản đã duyệt, không sửa được nữa',
    'The minutes are approved and can no longer be changed',
  ],
  MINUTES_CHANGED: [
    409,
    'Người khác vừa lưu bản mới hơn. Tải lại bản đó rồi sửa tiếp',
    'Somebody else has saved a newer version. Load it, then go on',
  ],
  SCENE_INVALID: [
    422,
    'Màn cảnh không hợp lệ, chưa lưu gì: hãy sửa các chỗ được nêu',
    'The scene is not valid and nothing was saved: mend the places named',
  ],
  SCENE_DELIVERED: [
    409,
    'Màn cảnh có sẵn không sửa trực tiếp: hãy lưu thành bản sao rồi sửa',
    'A delivered scene is not changed itself: save a copy, then change that',
  ],
  PROOF_TOO_MUCH: [
    422,
    'Phút đó có quá nhiều số để trả lời một lần: hãy nêu chỉ tiêu, hoặc hỏi từng màn hình',
    'That minute holds more numbers than one answer does: name an indicator, or ask for one screen',
  ],
  SCENE_CHANGED: [
    409,
    'Người khác vừa lưu bản mới hơn. Tải lại bản đó rồi sửa tiếp',
    'Somebody else has saved a newer version. Load it, then go on',
  ],
  SCENE_TAKEN: [
    409,
    'Báo động hoặc cảnh báo đang chiếm màn hình: giữ sau khi màn hình được trả lại, hoặc bỏ qua việc chiếm trước',
    'An alarm or a warning has the screens: hold them once they are given back, or set the takeover aside first',
  ],
  SCENE_IN_SETTINGS: [
    409,
    'Màn cảnh này đang được dùng trong thiết lập chung (mặc định, cảnh báo hoặc báo động): hãy chọn màn cảnh khác ở đó, lưu bản hạn chế rồi đặt lại với người thứ hai',
    'The settings name this scene (as standing, for warnings or for alarms): name another there, save the restricted version, then name it again with a second person',
  ],
  SCENE_NOT_PUT: [
    409,
    'Ở phạm vi này không có gì do người trực đặt để trả lại: hãy chọn đúng phạm vi đã chiếu hoặc đã giữ (màn hình, nhóm, tường hoặc tất cả)',
    'Nothing was put or held on this target: choose the one that it was put on (screen, group, wall or all)',
  ],
  SECOND_PERSON: [
    409,
    'Chưa lưu: việc này cần người thứ hai xác nhận bằng tài khoản của mình, trong 5 phút, ở mục Đang chiếu',
    'Not saved yet: this needs a second person, who confirms within 5 minutes on an account of their own under Showing',
  ],
  SCENE_REQUEST_ENDED: [
    410,
    'Đề nghị đã được quyết định hoặc đã hết hạn',
    'The request was decided already, or has expired',
  ],
  ALARM_TAKEN: [
    409,
    'Người khác vừa xác nhận báo động này; tên và giờ nêu trong chi tiết',
    'Somebody else has just acknowledged this alarm; who and when stand in the detail',
  ],
  ALARM_OVER: [
    409,
    'Báo động đã kết thúc, không còn gì để xử lý',
    'The alarm has ended: there is nothing left to act on',
  ],
  BAD_ALARM_RULE: [
    400,
    'Quy tắc báo động không dùng được; trường cần sửa nêu trong chi tiết',
    'This alarm rule cannot be used; the field to mend stands in the detail',
  ],
  UNIT_ENDED: [
    409,
    'Đơn vị này không còn sau sắp xếp; hãy giao cho đơn vị kế thừa nêu trong chi tiết',
    'This unit ended with the reorganisation; address its successor, named in the detail',
  ],
  POSITION_HELD: [
    409,
    'Vị trí này đang có người trực: nhận bàn giao, hoặc nhận thay kèm lý do nếu người đó vắng',
    'This position is held: take it by a handover, or, when the holder is absent, take over with a reason',
  ],
  HOLDER_HERE: [
    409,
    'Người đang giữ vị trí vẫn có mặt: phải bàn giao, hoặc trưởng ca cho nhận thay',
    'Who holds the position is here: it passes by a handover, or by the chief of the shift',
  ],
  HANDOVER_CLOSED: [409, 'Biên bản bàn giao này đã kết thúc', 'This handover has ended'],
  HANDOVER_NOT_YOURS: [
    403,
    'Việc này thuộc người giao hoặc người nhận: mỗi người ký bằng tài khoản của mình',
    'This is for the one who hands over or the one who takes over: each signs on their own account',
  ],
  HANDOVER_SIGNED: [
    409,
    'Người giao đã ký: muốn đổi nội dung, người nhận phải trả lại trước',
    'The outgoing has signed: to change it, the incoming has to return it first',
  ],
  HANDOVER_UNCHECKED: [409, 'Còn mục chưa cùng xem xong', 'There are items that were not walked through yet'],
  HANDOVER_STALE: [
    409,
    'Có việc mới chưa có trong biên bản: nếu người giao đã ký thì người nhận trả lại; cập nhật và cùng xem các mục mới rồi ký',
    'Something new is open that the draft lacks: if the outgoing has signed, the incoming gives it back; refresh it and walk through the new items before signing',
  ],
  HANDOVER_SHIFT: [
    409,
    'Ca nhận đã khác với dự thảo; lập biên bản mới rồi ký',
    'Another shift comes than the one the draft names; draft it anew before signing',
  ],
  HANDOVER_OLD: [
    409,
    'Người giao đã ký bản do phiên bản trước của hệ thống lập: người nhận trả lại, rồi hai bên ký lại',
    'The outgoing signed a paper of an older version of the system: the incoming gives it back, and both sign anew',
  ],
  HANDOVER_NO_INCOMING: [409, 'Chưa chọn người nhận', 'Nobody is named to take over'],
  STAGE_SAME: [409, 'Giai đoạn này đang có hiệu lực', 'This stage is in force already'],
  STAGE_RIGHT: [
    403,
    'Chỉ lãnh đạo hoặc người giữ vị trí trưởng ca được nâng, hạ giai đoạn',
    'Only the leadership or who holds the chief position raises or lowers the stage',
  ],
  STAGE_RESTRICTED: [
    409,
    'Lịch chiếu có màn cảnh hạn chế mà người thứ hai chưa xác nhận: hãy lưu lại lịch chiếu, để người thứ hai xác nhận, rồi chọn lại',
    'The playlist has restricted scenes that no second person confirmed: save it anew, have it confirmed, then name it here',
  ],
  STAGE_PLAYLIST: [
    422,
    'Giai đoạn gọi lịch chiếu không có: hãy chọn một lịch chiếu trong danh sách',
    'The stage calls for a playlist that is not there: choose one of the list',
  ],
  STAGE_LADDER: [
    422,
    'Giai đoạn gọi bậc chuyển cấp không có: hãy chọn một bậc trong danh sách',
    'The stage calls for an escalation ladder that is not there: choose one of the list',
  ],
  STAGE_CHANGED: [
    409,
    'Giai đoạn vừa được người khác thay đổi: hãy xem lại rồi quyết định',
    'Somebody else has just changed the stage: look again, then decide',
  ],
  LOG_LOCKED: [
    409,
    'Sổ của ca này đã khóa khi bàn giao: hãy ghi mục mới trong ca hiện tại và dẫn tới mục này',
    'The log of this shift was closed by its handover: write a new entry in the present shift that refers to it',
  ],
  LOG_CORRECTED: [
    409,
    'Mục này đã được sửa: hãy sửa bản mới nhất',
    'This entry has been corrected already: correct the newest one',
  ],
  SAME_PERSON: [
    403,
    'Người nhập không tự xác nhận được: cần người thứ hai',
    'Who typed it cannot confirm it: another person has to',
  ],
  EXERCISE_RUNNING: [
    409,
    'Đang mở một cuộc diễn tập: hãy kết thúc và đóng cuộc đó trước',
    'An exercise is open: end it and shut it first',
  ],
  EXERCISE_ENDED: [
    409,
    'Cuộc diễn tập đã kết thúc, chỉ còn xem lại được',
    'The exercise is over and can only be looked back on',
  ],
  EXERCISE_POSITION: [
    403,
    'Chỉ người đang giữ vị trí được nêu mới bắt đầu, điều khiển hoặc kết thúc diễn tập',
    'Only whoever holds one of the positions named may start, steer or end an exercise',
  ],
  EXERCISE_INSIDE: [
    403,
    'Trong diễn tập không nối ra hệ thống nào bên ngoài',
    'An exercise reaches out to no system outside it',
  ],
  EXERCISE_ACCOUNTS: [
    403,
    'Tài khoản trong diễn tập theo hệ thống thật: hãy sửa ở hệ thống thật',
    'Accounts in an exercise follow the real system: change them there',
  ],
  EXERCISE_FILE: [
    422,
    'Tệp này do một cuộc diễn tập làm ra, hệ thống thật không nhận',
    'An exercise made this file; the real system does not take it',
  ],
  EXERCISE_FAILED: [
    503,
    'Không mở được thế giới diễn tập; hệ thống thật không bị ảnh hưởng',
    'The world of the exercise did not come up; the real one is not affected',
  ],
  SCENARIO_INVALID: [
    422,
    'Kịch bản chưa dùng được: hãy sửa các chỗ nêu trong chi tiết',
    'The scenario cannot be used: mend the places named in the detail',
  ],
  BAD_REQUEST: [400, 'Yêu cầu không hợp lệ', 'The request is not valid'],
} as const satisfies Record<string, readonly [number, string, string]>
export type RequestErrorCode = keyof typeof REQUEST_ERRORS

/** Thrown anywhere in the server; the error handler turns it into {code, message{vi,en}, detail}. */
export class RequestError extends Error {
  override name = 'RequestError'
  readonly code: RequestErrorCode
  readonly detail: Record<string, unknown>
  constructor(code: RequestErrorCode, detail: Record<string, unknown> = {}) {
    super(REQUEST_ERRORS[code][2])
    this.code = code
    this.detail = detail
  }
  get status(): number {
    return REQUEST_ERRORS[this.code][0]
  }
  body() {
    const [, vi, en] = REQUEST_ERRORS[this.code]
    return { code: this.code, message: { vi, en }, detail: this.detail }
  }
}
