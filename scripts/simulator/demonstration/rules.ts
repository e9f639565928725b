import type { FastifyInstance } from 'fastify'

/** Two of the pretended sources count the same flights; for minutes at a time they do not agree, as in life. */
export const ensureRules = (app: FastifyInstance): Promise<void> =>
  app.checks.ensure([
    {
      code: 'CHUYEN-BAY-HAI-NGUON',
      rule: {
        name: {
          vi: 'Chuyến bay: Bộ Xây dựng và Tổng công ty Cảng hàng không',
          en: 'Flights: the Ministry of Construction and the Airports Corporation',
        },
        check: { kind: 'sources', indicator: 'KTN-22', connections: ['BXD-CB', 'ACV-CB'] },
        units: 'nation',
        tolerance: { relative: 0.02 },
        severity: 'serious',
        owner: 'G17',
        enabled: true,
        note: 'Mô phỏng: hai nguồn lệch nhau năm phút trong mỗi mười lăm phút.',
      },
    },
  ])
