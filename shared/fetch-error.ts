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
    'Thiếu giá trị bí mật của một tiêu đề, hãy nhập lại',
    'A secret header has no value that can be opened; enter it again',
  ],
} as const satisfies Record<string, readonly [string, string]>
export type FetchErrorCode = keyof typeof FETCH_ERRORS
