import type { TemplateView } from '../../../shared/api/bookings.ts'
import type { CatalogueSnapshot } from '../../catalogue/index.ts'

type Template = Omit<TemplateView, 'units'> & { kinds: readonly string[] }

/** Sessions that are held again and again. Whom they ask is read from the catalogue of the day. */
const TEMPLATES: readonly Template[] = [
  {
    id: 'government-monthly',
    name: {
      vi: 'Phiên họp Chính phủ thường kỳ với địa phương',
      en: 'Monthly Government meeting with provinces',
    },
    title: {
      vi: 'Phiên họp Chính phủ thường kỳ trực tuyến với các địa phương',
      en: 'Monthly Government meeting, online with the provinces',
    },
    minutes: 180,
    lobby: true,
    kinds: ['province', 'ministry'],
    agenda: [
      {
        title: { vi: 'Tình hình kinh tế - xã hội tháng', en: 'Economy and society in the month' },
        minutes: 60,
        indicators: ['DP-01', 'DP-02'],
      },
      {
        title: { vi: 'Giải ngân vốn đầu tư công', en: 'Disbursement of public investment' },
        minutes: 45,
        indicators: ['DP-07'],
      },
      { title: { vi: 'Ý kiến của địa phương', en: 'Provinces speak' }, minutes: 60, indicators: [] },
      {
        title: { vi: 'Kết luận của Thủ tướng Chính phủ', en: "Prime Minister's conclusions" },
        minutes: 15,
        indicators: [],
      },
    ],
  },
  {
    id: 'storm',
    name: { vi: 'Ứng phó bão, lũ', en: 'Storm and flood' },
    title: { vi: 'Họp trực tuyến chỉ đạo ứng phó bão, lũ', en: 'Directing the response to storm and flood' },
    minutes: 60,
    lobby: false,
    kinds: ['committee'],
    agenda: [
      {
        title: {
          vi: 'Diễn biến, dự báo, cảnh báo đang hiệu lực',
          en: 'Situation, forecast, alerts in force',
        },
        minutes: 10,
        indicators: ['KC-13', 'KC-14'],
      },
      {
        title: { vi: 'Hồ chứa đang xả, đê điều', en: 'Discharging reservoirs, dykes' },
        minutes: 15,
        indicators: ['KC-10'],
      },
      {
        title: { vi: 'Thiệt hại, tìm kiếm cứu nạn', en: 'Damage, search and rescue' },
        minutes: 20,
        indicators: ['KC-16', 'KC-18'],
      },
      { title: { vi: 'Chỉ đạo', en: 'Directives' }, minutes: 15, indicators: [] },
    ],
  },
  {
    id: 'one-province',
    name: { vi: 'Làm việc với một địa phương', en: 'With one province' },
    title: { vi: 'Làm việc trực tuyến với địa phương', en: 'Working session with a province' },
    minutes: 30,
    lobby: false,
    kinds: [],
    agenda: [
      {
        title: { vi: 'Báo cáo của địa phương', en: "The province's report" },
        minutes: 10,
        indicators: ['DP-01', 'DP-07'],
      },
      { title: { vi: 'Trao đổi, chỉ đạo', en: 'Discussion and directives' }, minutes: 20, indicators: [] },
    ],
  },
]

/** The templates with the units that are in force now; indicators that the catalogue does not hold are left out. */
export function templatesOn(catalogue: CatalogueSnapshot, now: number): TemplateView[] {
  const inForce = [...new Set(catalogue.units.map((u) => u.code))].flatMap((code) => {
    const unit = catalogue.unitInForce(code, now)
    return unit ? [unit] : []
  })
  const known = new Set(catalogue.indicators.map((i) => i.code))
  return TEMPLATES.map(({ kinds, agenda, ...rest }) => ({
    ...rest,
    units: inForce.filter((u) => kinds.includes(u.kind)).map((u) => u.code),
    agenda: agenda.map((item) => ({
      ...item,
      indicators: item.indicators.filter((code) => known.has(code)),
    })),
  }))
}
