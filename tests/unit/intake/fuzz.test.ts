import { describe, expect, it } from 'vitest'
import { decode, typeOfFile } from '../../../server/intake/decode/index.ts'
import { readSdmxText } from '../../../server/intake/decode/sdmx-text.ts'
import { cubeOf } from '../../../server/intake/decode/statistics.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { mutate, random } from '../../fixtures/intake/mutate.ts'
import { SAMPLES } from '../../fixtures/intake/samples.ts'

/** Enough to find what is easily broken; tests/soak/decoders.ts goes on for as long as one likes. */
const ROUNDS = 1_500
const limits = { bytes: 1 << 20, rows: 5_000 }

/** XML is opened in a worker; here its reading runs at once, thousands of times. */
async function open(name: string, body: Buffer): Promise<void> {
  if (!name.endsWith('.xml')) return void (await decode(body, typeOfFile(name), limits))
  const reply = readSdmxText(body.toString('utf8'), limits.rows)
  if ('code' in reply) throw new RequestError(reply.code, { problem: reply.problem })
  cubeOf(reply.figures, reply.about, limits)
}

describe('a wounded payload', () => {
  it.each(Object.entries(SAMPLES))(
    '%s is read or refused with a code, never anything else',
    async (name, sample) => {
      await open(name, Buffer.from(sample)) // the sample itself is sound
      const next = random(20_261_123)
      let [read, refused] = [0, 0]
      for (let i = 0; i < ROUNDS; i++) {
        const body = mutate(Buffer.from(sample), next)
        try {
          await open(name, body)
          read++
        } catch (error) {
          if (!(error instanceof RequestError))
            throw new Error(`round ${i}: ${error}\n${body.toString('latin1').slice(0, 500)}`)
          refused++
        }
      }
      expect(read).toBeGreaterThan(0)
      expect(refused).toBeGreaterThan(0)
    },
  )
})
