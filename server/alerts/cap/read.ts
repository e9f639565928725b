import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { CAP_SCOPES, CAP_STATUSES, CAP_TYPES } from '../../../shared/alert.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { Element, type Rules } from './element.ts'
import { readInfo } from './info.ts'
import type { CapAlert, CapReference, Defect } from './types.ts'

const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2'
const MOST_INFOS = 20
const DEFECTS_TOLD = 100
const RULES: Rules = {
  one: ['identifier', 'sender', 'sent', 'status', 'msgType', 'scope'],
  optional: ['source', 'restriction', 'addresses', 'note', 'references', 'incidents'],
  many: ['code', 'info'],
}

/** The tree of a text. Document types are not read: no entity is ever expanded but XML's own and numbers. */
function tree(text: string): Record<string, unknown> {
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new RequestError('BAD_BODY', { problem: 'a document type or entity is not read' })
  const sound = XMLValidator.validate(text)
  if (sound !== true) {
    const { line, col, msg } = sound.err
    throw new RequestError('BAD_BODY', { problem: `line ${line}, column ${col}: ${msg}`.slice(0, 200) })
  }
  try {
    return new XMLParser({
      ...{ ignoreAttributes: false, attributeNamePrefix: '@', maxNestedTags: 40 },
      ...{ parseAttributeValue: false, parseTagValue: false, trimValues: true, htmlEntities: true },
      transformTagName: (name) => name.replace(/^[^:]*:/, ''),
    }).parse(text)
  } catch (error) {
    const problem = error instanceof Error ? error.message.slice(0, 200) : 'unreadable'
    throw new RequestError('BAD_BODY', { problem })
  }
}

function readReferences(e: Element, type: string): CapReference[] {
  const text = e.text('references')
  if (text === null) {
    if (type === 'Update' || type === 'Cancel') e.defect('references', `is missing: which alert is meant?`)
    return []
  }
  return text.split(/\s+/).flatMap((item): CapReference[] => {
    const [sender, identifier, sent, ...more] = item.split(',')
    if (!sender || !identifier || !sent || more.length) {
      e.defect('references', `'${item.slice(0, 80)}' is no 'sender,identifier,sent'`)
      return []
    }
    const at = e.instantOf('references', sent)
    return at === null ? [] : [{ sender, identifier, sent: at }]
  })
}

/** A CAP 1.2 message. Throws BAD_BODY when it is no XML, ALERT_INVALID with each defect and where it stands. */
export function readCap(text: string): CapAlert {
  const defects: Defect[] = []
  const { alert } = tree(text)
  if (alert === undefined) throw new RequestError('BAD_BODY', { problem: 'the root element is not alert' })
  const namespaces = Object.entries((typeof alert === 'object' && alert) || {})
    .filter(([name]) => name.startsWith('@'))
    .map(([, value]) => String(value))
  const e = new Element('/alert', alert, defects)
  if (!namespaces.includes(NAMESPACE)) e.defect('', `its namespace is not ${NAMESPACE}`)
  e.allow(RULES)
  const msgType = e.word('msgType', CAP_TYPES)
  const scope = e.word('scope', CAP_SCOPES)
  if (scope === 'Restricted' && !e.text('restriction')) e.defect('restriction', 'is missing')
  if (scope === 'Private' && !e.text('addresses')) e.defect('addresses', 'is missing')
  for (const name of ['identifier', 'sender'])
    if (/[\s,<&]/.test(e.text(name) ?? '')) e.defect(name, 'may not hold spaces, commas, < or &')
  const sent = e.instant('sent') ?? 0
  const infos = e.each('info')
  if (infos.length > MOST_INFOS)
    e.defect('info', `stands ${infos.length} times, at most ${MOST_INFOS} are read`)
  if (!infos.length && (msgType === 'Alert' || msgType === 'Update'))
    e.defect('info', 'is missing: what, how severe and where?')
  const read: CapAlert = {
    identifier: e.text('identifier') ?? '',
    sender: e.text('sender') ?? '',
    sent,
    status: e.word('status', CAP_STATUSES),
    msgType,
    scope,
    source: e.text('source'),
    note: e.text('note'),
    references: readReferences(e, msgType),
    incidents: e.text('incidents')?.split(/\s+/) ?? [],
    infos: infos.slice(0, MOST_INFOS).map((i) => readInfo(i, sent)),
  }
  if (defects.length) {
    // A field that is asked for twice says its defect once.
    const once = [...new Map(defects.map((d) => [`${d.path} ${d.problem}`, d])).values()]
    throw new RequestError('ALERT_INVALID', { defects: once.slice(0, DEFECTS_TOLD), count: once.length })
  }
  return read
}
