import compilers from '@fastify/ajv-compiler'
import serializers from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Controller = NonNullable<FastifyServerOptions['schemaController']>
const options = (coerceTypes: false | 'array') => ({
  customOptions: { coerceTypes, useDefaults: true, allErrors: false, removeAdditional: false },
})

/** One pool for the whole process: rooms with the same settings share one validator and its own schema, read once. */
const build = compilers()
const serializer = serializers()

/**
 * How what comes in is checked. A field that is not known is told, not dropped: it may be a misspelt one that was meant.
 * In an address all is text and is read as what is asked for; in a body nothing is: a null is no 0 and "5" is no number.
 * What goes out is made ready at a route's first answer: hundreds of them at the start would keep the wall waiting for
 * its server (a test makes them all).
 */
export const schemaController: Controller = {
  compilersFactory: {
    buildValidator: (externalSchemas: Record<string, object>) => {
      const [address, body] = [
        build(externalSchemas, options('array')),
        build(externalSchemas, options(false)),
      ]
      return (({ schema, httpPart }: { schema: object; httpPart?: string }) =>
        (httpPart === 'body' ? body : address)({ schema } as never)) as never
    },
    buildSerializer: (externalSchemas, serializerOptions) => {
      const make = serializer(externalSchemas, serializerOptions as never)
      return (route) => {
        let write: ((data: unknown) => string) | undefined
        return (data: unknown) => {
          write ??= make(route as never) as unknown as (data: unknown) => string
          return write(data)
        }
      }
    },
  },
}
