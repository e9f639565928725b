import type { Deadlines } from '../../shared/deadline.ts'
import type { Hours } from '../../shared/freshness.ts'

/** A pretended source system: one connection of the demonstration, and how well it behaves. */
export type Source = {
  id: string
  agency: string
  name: { vi: string; en: string }
  connector: 'http-push' | 'mqtt'
  /** Sends its tables as CSV files instead of JSON. */
  files?: true
  /** Contract: ISO period between messages, seconds of grace and until expiry. */
  period: string
  grace: number
  expiry: number
  hours?: Hours
  deadlines?: Deadlines
  indicators: string[]
  /** How it misbehaves, so that every state of the board is alive. */
  fault?: 'late' | 'bad-rows' | 'down-and-up' | 'silent' | 'disagrees'
}

const WEEKDAYS = [1, 2, 3, 4, 5]
const TRADING: Hours = [{ days: WEEKDAYS, from: '09:00', to: '15:00', holidays: 'closed' }]
const realtime = (
  id: string,
  agency: string,
  vi: string,
  en: string,
  indicators: string[],
  more: Partial<Source> = {},
): Source => ({
  id,
  agency,
  name: { vi, en },
  connector: 'http-push',
  period: 'PT15S',
  grace: 30,
  expiry: 600,
  indicators,
  ...more,
})
const mqtt = { connector: 'mqtt', period: 'PT1S', grace: 5, expiry: 60 } as const
const daily = { period: 'P1D', grace: 8 * 3600, expiry: 3 * 86_400 }
const monthly = {
  ...{ period: 'P1M', grace: 86_400, expiry: 100 * 86_400 },
  deadlines: {
    province: { days: 15, working: true, at: '17:00' },
    central: { days: 18, working: true, at: '17:00' },
  },
}

/** The order is that of the board's groups; ids are ours. Agencies are the catalogue's owners of today. */
export const SOURCES: Source[] = [
  // Electricity, by MQTT every second
  realtime('EVN-PT', 'EVN', 'Phụ tải hệ thống điện', 'Grid load', ['KTN-02'], mqtt),
  realtime('EVN-TS', 'EVN', 'Tần số hệ thống điện', 'Grid frequency', ['KTN-03'], mqtt),
  realtime('EVN-DP', 'EVN', 'Công suất dự phòng', 'Reserve margin', ['KTN-04'], {
    ...mqtt,
    fault: 'late',
    period: 'PT5S',
    grace: 10,
  }),
  realtime(
    'EVN-HO',
    'EVN',
    'Hồ thủy điện: mực nước, lưu lượng',
    'Hydropower reservoirs: level, flow',
    ['KC-07', 'KC-08', 'KC-09'],
    { ...mqtt, period: 'PT5S', grace: 15 },
  ),
  realtime('EVN-XL', 'EVN', 'Hồ thủy điện đang xả lũ', 'Reservoirs spilling', ['KC-10'], {
    ...mqtt,
    period: 'PT10S',
    grace: 30,
  }),
  // Finance and customs
  realtime('BTC-HQ', 'G12', 'Tờ khai hải quan trong ngày', 'Customs declarations today', ['KTTH-20'], {
    fault: 'bad-rows',
  }),
  realtime('BTC-CK', 'G12', 'VN-Index', 'VN-Index', ['KTTH-25'], {
    hours: TRADING,
  }),
  realtime('BTC-GD', 'G12', 'Giá trị giao dịch chứng khoán', 'Stock market turnover', ['KTTH-26'], {
    hours: TRADING,
  }),
  realtime('BTC-HD', 'G12', 'Hóa đơn điện tử trong ngày', 'E-invoices today', ['DN-13']),
  // Transport and public security
  realtime('BXD-CB', 'G17', 'Chuyến bay khai thác trong ngày', 'Flights today', ['KTN-22'], {
    period: 'PT30S',
    grace: 60,
  }),
  // Counts the same flights as the ministry, and is not always of its opinion.
  realtime('ACV-CB', 'ACV', 'Cảng hàng không: chuyến bay trong ngày', 'Airports: flights today', ['KTN-22'], {
    period: 'PT30S',
    grace: 60,
    fault: 'disagrees',
  }),
  realtime('BCA-CAM', 'G01', 'Camera giao thông trực tuyến', 'Traffic cameras online', ['KTN-23']),
  // Environment, hydrology, disaster
  realtime('BNNMT-AQI', 'G10', 'Chất lượng không khí theo trạm', 'Air quality by station', ['VHXH-19'], {
    fault: 'down-and-up',
    expiry: 120, // five minutes down in fifteen: long enough to be lost
  }),
  realtime('BNNMT-TV', 'G10', 'Trạm thủy văn trên báo động', 'Hydrological stations above alarm', ['KC-11']),
  realtime('BNNMT-MU', 'G10', 'Lượng mưa lớn nhất 24 giờ', 'Maximum 24-hour rainfall', ['KC-12'], {
    period: 'PT1M',
    grace: 60,
  }),
  realtime('BNNMT-CB', 'G10', 'Cảnh báo thiên tai đang hiệu lực', 'Disaster warnings in force', ['KC-13'], {
    period: 'PT1M',
    grace: 60,
  }),
  realtime('BNNMT-RR', 'G10', 'Cấp độ rủi ro thiên tai', 'Disaster-risk level', ['KC-14'], {
    period: 'PT1M',
    grace: 60,
  }),
  realtime('BNNMT-CR', 'G10', 'Điểm cháy rừng phát hiện', 'Forest-fire hot spots', ['KC-20'], {
    period: 'PT30S',
    grace: 60,
  }),
  realtime('BQP-TKCN', 'G11', 'Vụ tìm kiếm cứu nạn đang xử lý', 'Search-and-rescue incidents open', [
    'KC-15',
  ]),
  // Health
  realtime('BYT-CM', 'G18', 'Ca mắc mới trong ngày', 'New cases today', ['KC-01'], {
    period: 'PT1M',
    grace: 60,
  }),
  realtime('BYT-DT', 'G18', 'Ca đang điều trị', 'Active cases', ['KC-02'], { period: 'PT1M', grace: 60 }),
  // Government Office and the National Public Service Portal
  realtime('VPCP-NV', 'G22', 'Nhiệm vụ Chính phủ, Thủ tướng giao', 'Tasks given by the Government', [
    'NCHC-01',
    'NCHC-02',
    'NCHC-03',
  ]),
  realtime('VPCP-VB', 'G22', 'Trục liên thông văn bản quốc gia', 'Document exchange axis', ['NCHC-05']),
  realtime('VPCP-BC', 'G22', 'Báo cáo định kỳ đúng hạn', 'Reports on time', ['NCHC-18']),
  realtime('DVC-DV', 'G22', 'Cổng Dịch vụ công: dịch vụ', 'Portal: services', [
    'NCHC-07',
    'NCHC-26',
    'NCHC-27',
    'NCHC-28',
    'NCHC-29',
    'NCHC-30',
    'NCHC-31',
  ]),
  realtime('DVC-HS', 'G22', 'Cổng Dịch vụ công: hồ sơ', 'Portal: dossiers', ['NCHC-08'], {
    period: 'PT5S',
    grace: 15,
  }),
  realtime('DVC-DB', 'G22', 'Cổng Dịch vụ công: đồng bộ trạng thái', 'Portal: status synchronised', [
    'NCHC-09',
  ]),
  realtime('DVC-TT', 'G22', 'Cổng Dịch vụ công: thanh toán', 'Portal: payments', ['NCHC-10'], {
    period: 'PT5S',
    grace: 15,
  }),
  realtime(
    'DVC-DH',
    'G22',
    'Hồ sơ giải quyết đúng hạn theo tỉnh',
    'Dossiers on time by province',
    ['NCHC-11'],
    { period: 'PT30S', grace: 60 },
  ),
  // Daily and slower
  {
    ...realtime('BTC-KB', 'G12', 'Thu, chi ngân sách, vốn đầu tư công', 'Budget and public investment', [
      'KTTH-09',
      'KTTH-10',
      'KTTH-11',
      'KTTH-12',
      'KTTH-13',
    ]),
    ...daily,
  },
  {
    ...realtime('BTC-DN', 'G12', 'Đăng ký doanh nghiệp', 'Business registration', [
      'DN-01',
      'DN-02',
      'DN-03',
      'DN-04',
      'DN-05',
      'DN-06',
      'DN-07',
      'DN-08',
      'DN-11',
      'DN-12',
    ]),
    ...daily,
  },
  {
    files: true,
    ...realtime('BTC-TK', 'GSO', 'Chỉ tiêu thống kê', 'Statistical indicators', [
      'KTTH-01',
      'KTTH-02',
      'KTTH-03',
      'KTTH-04',
      'KTTH-06',
      'KTTH-07',
      'KTTH-08',
      'KTTH-16',
      'KTTH-17',
      'KTTH-18',
      'KTTH-19',
      'KTN-01',
      'KTN-13',
      'VHXH-01',
      'VHXH-02',
    ]),
    ...monthly,
  },
  {
    ...realtime('NHNN-TT', 'G19', 'Tỷ giá, tín dụng, tiền tệ', 'Exchange rate, credit, money', [
      'KTTH-21',
      'KTTH-22',
      'KTTH-23',
      'KTTH-24',
    ]),
    ...daily,
  },
  {
    ...realtime('EVN-TT', 'EVN', 'Điện sản xuất và tiêu thụ', 'Electricity produced and consumed', [
      'KTN-05',
      'KTN-06',
      'KTN-07',
      'KTN-08',
    ]),
    ...daily,
  },
  {
    ...realtime('PVN-KT', 'PVN', 'Khai thác dầu thô và khí', 'Oil and gas output', ['KTN-09', 'KTN-10']),
    ...daily,
    fault: 'silent',
  },
  { ...realtime('TKV-TS', 'TKV', 'Sản lượng than sạch', 'Clean coal output', ['KTN-11']), ...daily },
  { ...realtime('BCT-XD', 'G02', 'Giá bán lẻ xăng dầu', 'Retail fuel prices', ['KTN-12']), ...daily },
  {
    ...realtime(
      'BNNMT-NN',
      'G10',
      'Nông nghiệp, nông thôn, thiên tai',
      'Agriculture, rural areas, disasters',
      ['KTN-14', 'KTN-15', 'KTN-16', 'KTN-17', 'VHXH-17', 'VHXH-18', 'KC-16', 'KC-17', 'KC-18', 'KC-19'],
    ),
    ...daily,
  },
  {
    ...realtime('BXD-VT', 'G17', 'Vận tải, cảng biển', 'Transport, seaports', ['KTN-19', 'KTN-20', 'KTN-21']),
    ...daily,
  },
  { ...realtime('BVHTT-DL', 'G16', 'Khách quốc tế', 'International arrivals', ['KTN-25']), ...monthly },
  {
    ...realtime(
      'BNV-LD',
      'G09',
      'Lao động, việc làm, cải cách hành chính',
      'Labour and public administration',
      ['VHXH-03', 'DP-12'],
    ),
    ...monthly,
  },
  {
    ...realtime('BTC-BH', 'G12', 'Bảo hiểm xã hội', 'Social insurance', ['VHXH-06', 'VHXH-07', 'VHXH-08']),
    ...monthly,
  },
  {
    ...realtime('BYT-TK', 'G18', 'Y tế: tiêm chủng, giường hồi sức', 'Health: immunisation, intensive care', [
      'VHXH-09',
      'VHXH-10',
      'VHXH-11',
      'KC-06',
    ]),
    ...daily,
  },
  {
    ...realtime('BGDDT-HS', 'G03', 'Học sinh tạm dừng đến trường', 'Pupils out of school', ['VHXH-14']),
    ...daily,
  },
  {
    ...realtime('VPCP-CC', 'G22', 'Cải cách thủ tục hành chính', 'Administrative procedure reform', [
      'NCHC-04',
      'NCHC-06',
      'NCHC-12',
      'NCHC-13',
      'NCHC-14',
      'NCHC-15',
      'NCHC-16',
      'NCHC-17',
      'NCHC-19',
    ]),
    ...daily,
  },
  {
    ...realtime('BTP-VB', 'G15', 'Văn bản quy định chi tiết nợ đọng', 'Implementing regulations in arrears', [
      'NCHC-20',
    ]),
    ...daily,
  },
  {
    ...realtime('TTCP-KN', 'G20', 'Giải quyết khiếu nại, tố cáo', 'Complaints resolved', ['NCHC-21']),
    ...monthly,
  },
  {
    ...realtime('BCA-TT', 'G01', 'Trật tự, an toàn xã hội', 'Public order and safety', [
      'NCHC-22',
      'NCHC-23',
      'NCHC-24',
      'NCHC-25',
      'KC-21',
    ]),
    ...daily,
  },
]

/** Every province sends its own figures by one connection 'UBND-<code>'. */
export const PROVINCE_INDICATORS = [
  'DP-01',
  'DP-02',
  'DP-03',
  'DP-04',
  'DP-05',
  'DP-06',
  'DP-07',
  'DP-08',
  'DP-09',
  'DP-10',
]
export const PROVINCE_CONTRACT = {
  ...{ period: 'P1M', grace: 86_400, expiry: 75 * 86_400 },
  deadlines: { province: { days: 14, working: true, at: '17:00' } },
}
