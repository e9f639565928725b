import compilers from '@fastify/ajv-compiler'
import type { FastifyServerOptions } from 'fastify'

type Controller = NonNullable<FastifyServerOptions['schemaController']>
const options = (coerceTypes: false | 'array') => ({
  customOptions: { coerceTypes, useDefaults: true, allErrors: false, removeAdditional: false },
})

/**
 * How what comes in is checked. A field that is not known is told, not dropped: it may be a misspelt one that was meant.
 * In an address all is text and is read as what is asked for; in a body nothing is: a null is no 0 and "5" is no number.
 */
export const schemaController: Controller = {
  compilersFactory: {
    buildValidator: (externalSchemas: Record<string, object>) => {
      const build = compilers()
      const [address, body] = [
        build(externalSchemas, options('array')),
        build(externalSchemas, options(false)),
      ]
      return (({ schema, httpPart }: { schema: object; httpPart?: string }) =>
        (httpPart === 'body' ? body : address)({ schema } as never)) as never
    },
  },
}
