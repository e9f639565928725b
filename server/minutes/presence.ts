/** As minutes write it. */
export const PRESENCE = { present: 'Có mặt', late: 'Vào muộn', absent: 'Vắng' } as const
