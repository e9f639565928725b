import type { RuleInput } from '../../shared/api/checks.ts'

/** Rules that come with the product: what must hold whatever the sources are. */
export const STANDING: { code: string; rule: RuleInput }[] = [
  {
    code: 'PARTS',
    rule: {
      name: { vi: 'Tổng các tỉnh và số cả nước', en: 'Provinces against the whole country' },
      check: { kind: 'parts', indicator: '*' },
      units: 'nation',
      tolerance: { rounding: true },
      severity: 'serious',
      owner: null,
      enabled: true,
      note: 'Mọi chỉ tiêu cộng được, khi có cả số tỉnh và số cả nước của cùng kỳ.',
    },
  },
  ...[
    { indicator: 'KTTH-09', vi: 'Thu ngân sách lũy kế không giảm', en: 'Budget revenue to date never falls' },
    {
      indicator: 'KTTH-11',
      vi: 'Chi ngân sách lũy kế không giảm',
      en: 'Budget spending to date never falls',
    },
    {
      indicator: 'KTTH-12',
      vi: 'Giải ngân đầu tư công lũy kế không giảm',
      en: 'Public investment disbursed to date never falls',
    },
  ].map(({ indicator, vi, en }): { code: string; rule: RuleInput } => ({
    code: `YTD-${indicator}`,
    rule: {
      name: { vi, en },
      check: { kind: 'monotone', indicator },
      units: 'each',
      tolerance: { rounding: true },
      severity: 'serious',
      owner: null,
      enabled: true,
    },
  })),
]
