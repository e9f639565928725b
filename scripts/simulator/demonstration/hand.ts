import type { FastifyInstance } from 'fastify'

const DAY = 86_400

/** What one province still types, and two of its people answer for: numbers of the year that no system of its sends. */
export async function ensureHand({ intake }: FastifyInstance): Promise<void> {
  const id = 'UBND-22-TAY'
  if (intake.connections.get(id)) return
  await intake.connections.create(
    {
      ...{ id, agencyCode: '22', connector: 'hand', simulated: true },
      name: { vi: 'UBND Quảng Ninh: chỉ tiêu năm', en: 'Quảng Ninh: indicators of the year' },
      contract: {
        times: {
          period: 'P1Y',
          graceSeconds: 90 * DAY,
          expirySeconds: 500 * DAY,
          hours: null,
          deadlines: null,
        },
        series: ['KTN-18', 'VHXH-04', 'VHXH-05'].map((indicator) => ({
          ...{ indicator, units: ['22'], min: 0, max: 100 },
        })),
        twoPersons: true,
      },
    },
    'system',
  )
}
