import fp from 'fastify-plugin'
import { quarantineRoutes } from './routes.ts'

/** Refused rows: why, how many, and their repair. What is repaired becomes observations of the message it came in. */
export const quarantine = fp(
  async (app) => {
    await app.register(quarantineRoutes)
  },
  { name: 'quarantine', dependencies: ['db', 'audit', 'access', 'catalogue', 'intake'] },
)
