/** Why a source could not be fetched: stable codes with what happened and what to do. */
export const FETCH_ERRORS = {
  ADDRESS_REFUSED: [
    'Địa chỉ nằm trong mạng nội bộ; quản trị viên phải cho phép trong cấu hình kết nối',
    'The address lies inside this network; an administrator has to allow it in the settings',
  ],
  NAME_UNKNOWN: [
    'Không tìm thấy tên máy chủ; kiểm tra địa chỉ',
    'The host name is not known; check the address',
  ],
  CONNECT_FAILED: [
    'Không nối được tới máy chủ nguồn',
    'No connection to the source could be made; check that it runs and is reachable',
  ],
  TLS_FAILED: [
    'Chứng thư của máy chủ nguồn không hợp lệ',
    "The source's certificate does not hold; it has to be renewed or made known",
  ],
  TIMEOUT: ['Máy chủ nguồn trả lời quá lâu', 'The source took longer than agreed to answer'],
  CUT_OFF: ['Máy chủ nguồn ngắt giữa chừng', 'The source broke off in the middle of its answer'],
  ANSWER_TOO_LARGE: ['Câu trả lời lớn hơn giới hạn', 'The answer is larger than the limit'],
  BAD_ANSWER: ['Câu trả lời không đúng giao thức HTTP', 'The answer is not proper HTTP'],
  BAD_STATUS: ['Máy chủ nguồn trả lời bằng mã lỗi', 'The source answered with an error status'],
  BAD_REDIRECT: [
    'Chuyển hướng không dùng được hoặc quá nhiều lần',
    'A redirect that cannot be followed, or too many of them',
  ],
  NO_CURSOR: [
    'Câu trả lời không có con trỏ ở chỗ đã khai',
    'The answer has no cursor where the settings say it is',
  ],
  SECRET_MISSING: [
    'Thiếu giá trị của một bí mật, hãy nhập lại',
    'A secret has no value that can be opened; enter it again',
  ],
  SIGN_IN_REFUSED: [
    'Nguồn không chấp nhận tên và mật khẩu',
    'The source does not accept the name and password; enter them again',
  ],
  NOT_SUBSCRIBED: [
    'Máy chủ MQTT không cho nhận chủ đề này',
    'The broker does not let us receive this topic; it has to allow it',
  ],
  NO_MESSAGE: [
    'Không có bản tin nào trong thời gian thử',
    'No message came while trying; have the source send one',
  ],
  SOURCE_OFFLINE: ['Nguồn báo đã ngừng (bản tin cuối)', 'The source said by its last will that it is gone'],
  NO_FILE: ['Thư mục chưa có tệp nào để thử', 'There is no file in the folder to try; put one there'],
  FOLDER_FAILED: [
    'Không đọc hoặc ghi được thư mục của kết nối',
    "The connection's folder cannot be read or written; check the disk and its rights",
  ],
  QUERY_FAILED: [
    'Cơ sở dữ liệu báo lỗi câu truy vấn',
    'The database reports an error of the query; correct it',
  ],
  QUERY_WRITES: ['Câu truy vấn muốn ghi: chỉ được đọc', 'The query wants to write: it may only read'],
  TOO_MANY_ROWS: [
    'Nhiều dòng hơn giới hạn; thêm cột mốc hoặc thu hẹp câu truy vấn',
    'More rows than the limit; name a watermark column or narrow the query',
  ],
  NO_WATERMARK: [
    'Kết quả không có cột mốc đã khai, hoặc cột mốc trống',
    'The result lacks the watermark column, or it is empty in a row',
  ],
  WATERMARK_STUCK: [
    'Số dòng cùng một mốc vượt giới hạn; tăng giới hạn hoặc chọn mốc mịn hơn',
    'More rows share one watermark than the limit; raise it or choose a finer one',
  ],
} as const satisfies Record<string, readonly [string, string]>
export type FetchErrorCode = keyof typeof FETCH_ERRORS
