import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Failure } from './in-worker.ts'
import { readMessage } from './sdmx-message.ts'
import type { About, Figure } from './statistics.ts'

export type XmlReply = { figures: Figure[]; about: Omit<About, 'names'> } | Failure

const MANY = new Set(['DataSet', 'Series', 'Obs', 'Group', 'Value'])

/** The figures of an SDMX-ML text, at most `most`; what is wrong with it otherwise, by line where the XML itself is broken. */
export function readSdmxText(text: string, most: number): XmlReply {
  try {
    const sound = XMLValidator.validate(text)
    if (sound !== true) {
      const { line, col, msg } = sound.err
      return { code: 'BAD_BODY', problem: `line ${line}, column ${col}: ${msg}`.slice(0, 200) }
    }
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      removeNSPrefix: true,
      parseAttributeValue: false,
      parseTagValue: false,
      maxNestedTags: 40,
      isArray: (name, _path, _leaf, isAttribute) => !isAttribute && MANY.has(name),
    })
    return readMessage(parser.parse(text), most)
  } catch (error) {
    return {
      code: 'BAD_BODY',
      problem: error instanceof Error ? error.message.slice(0, 200) : 'unreadable',
    }
  }
}
