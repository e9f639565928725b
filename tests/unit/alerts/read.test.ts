import { describe, expect, it } from 'vitest'
import { readCap } from '../../../server/alerts/cap/read.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { area, capXml, infoXml } from '../../fixtures/alerts.ts'

function defects(xml: string): { code: string; paths: string[] } {
  try {
    readCap(xml)
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const list = (error.detail.defects ?? []) as { path: string; problem: string }[]
    return { code: error.code, paths: list.map((d) => d.path) }
  }
  return { code: '', paths: [] }
}

// After the examples of the standard's appendix A.
const THUNDERSTORM = `<?xml version = "1.0" encoding = "UTF-8"?>
<alert xmlns = "urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>KSTO1055887203</identifier><sender>KSTO@NWS.NOAA.GOV</sender>
  <sent>2003-06-17T14:57:00-07:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info><category>Met</category><event>SEVERE THUNDERSTORM</event><responseType>Shelter</responseType>
    <urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
    <eventCode><valueName>SAME</valueName><value>SVR</value></eventCode>
    <expires>2003-06-17T16:00:00-07:00</expires><senderName>NATIONAL WEATHER SERVICE SACRAMENTO CA</senderName>
    <headline>SEVERE THUNDERSTORM WARNING</headline>
    <description> AT 254 PM PDT... &lt;RADAR&gt; WINDS &#38; HAIL</description>
    <area><areaDesc>EXTREME NORTH CENTRAL TUOLUMNE COUNTY</areaDesc>
      <polygon>38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14</polygon>
      <geocode><valueName>SAME</valueName><value>006109</value></geocode>
      <geocode><valueName>SAME</valueName><value>006009</value></geocode></area></info></alert>`
const EARTHQUAKE_UPDATE = `<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">
  <cap:identifier>TRI13970876.2</cap:identifier><cap:sender>trinet@caltech.edu</cap:sender>
  <cap:sent>2003-06-11T20:56:00-07:00</cap:sent><cap:status>Actual</cap:status><cap:msgType>Update</cap:msgType>
  <cap:scope>Public</cap:scope><cap:references>trinet@caltech.edu,TRI13970876.1,2003-06-11T20:30:00-07:00</cap:references>
  <cap:info><cap:category>Geo</cap:category><cap:event>Earthquake</cap:event><cap:urgency>Past</cap:urgency>
    <cap:severity>Minor</cap:severity><cap:certainty>Very Likely</cap:certainty>
    <cap:area><cap:areaDesc>1 mi. WSW of Tustin, CA</cap:areaDesc><cap:circle>32.9525,-115.5527 0</cap:circle></cap:area>
  </cap:info></cap:alert>`

describe('a CAP message', () => {
  it('is read with its texts, shapes and codes', () => {
    const alert = readCap(THUNDERSTORM)
    expect(alert).toMatchObject({ identifier: 'KSTO1055887203', sent: Date.UTC(2003, 5, 17, 21, 57) })
    const [info] = alert.infos
    expect(info).toMatchObject({ language: 'en-US', severity: 'Severe', responseTypes: ['Shelter'] })
    expect(info?.description).toBe('AT 254 PM PDT... <RADAR> WINDS & HAIL')
    expect(info?.areas[0]?.polygons[0]).toHaveLength(5)
    expect(info?.areas[0]?.geocodes.map((g) => g.value)).toEqual(['006109', '006009'])
  })

  it('may bear a prefix, the word of CAP 1.0 and references', () => {
    const alert = readCap(EARTHQUAKE_UPDATE)
    expect(alert.infos[0]).toMatchObject({ certainty: 'Likely' })
    expect(alert.infos[0]?.areas[0]?.circles).toEqual([{ lat: 32.9525, lon: -115.5527, km: 0 }])
    expect(alert.references).toEqual([
      { sender: 'trinet@caltech.edu', identifier: 'TRI13970876.1', sent: Date.UTC(2003, 5, 12, 3, 30) },
    ])
  })

  it('may speak Vietnamese, in letters or in numbers', () => {
    const { infos } = readCap(capXml({ infos: [infoXml({ headline: 'B&#xE3;o số 9 &amp; mưa' })] }))
    expect(infos[0]?.headline).toBe('Bão số 9 & mưa')
  })

  it('may be without parts when it calls off or answers', () => {
    const references = 'a@b,X-1,2026-11-01T07:00:00+07:00'
    expect(readCap(capXml({ msgType: 'Cancel', references, infos: [] })).infos).toEqual([])
    expect(readCap(capXml({ msgType: 'Ack', infos: [] })).msgType).toBe('Ack')
  })
})

describe('a defect', () => {
  const one = (info: string) => capXml({ infos: [infoXml(), info] })
  it.each([
    ['another namespace', capXml().replace('cap:1.2', 'cap:1.1'), '/alert'],
    ['no identifier', capXml().replace(/<identifier>.*<\/identifier>/, ''), '/alert/identifier'],
    ['a comma in the sender', capXml({ sender: 'a,b' }), '/alert/sender'],
    ['two senders', capXml().replace('</sender>', '</sender><sender>x</sender>'), '/alert/sender'],
    ['a time in UTC’s short form', capXml({ sent: '2026-11-23T00:00:00Z' }), '/alert/sent'],
    ['a status of its own', capXml({ status: 'Real' }), '/alert/status'],
    ['an update of nothing', capXml({ msgType: 'Update' }), '/alert/references'],
    ['half a reference', capXml({ msgType: 'Cancel', references: 'a,b' }), '/alert/references'],
    ['a restriction that is not told', capXml({ scope: 'Restricted' }), '/alert/restriction'],
    ['an alert of nothing', capXml({ infos: [] }), '/alert/info'],
    ['an element that is not known', capXml().replace('<info>', '<level>3</level><info>'), '/alert/level'],
    ['a severity of its own', one(infoXml({ severity: 'Bad' })), '/alert/info[2]/severity'],
    ['an empty event', one(infoXml({ event: ' ' })), '/alert/info[2]/event'],
    [
      'an end before its beginning',
      one(infoXml({ onset: '2026-11-23T07:00:00+07:00', expires: '2026-11-23T06:00:00+07:00' })),
      '/alert/info[2]/expires',
    ],
    [
      'an open ring',
      one(infoXml({}, area('A', '<polygon>1,2 3,4 5,6 7,8</polygon>'))),
      '/alert/info[2]/area/polygon',
    ],
    [
      'a place off the globe',
      one(infoXml({}, area('A', '<circle>91,2 5</circle>'))),
      '/alert/info[2]/area/circle',
    ],
    [
      'half a code',
      one(infoXml({}, area('A', '<geocode><value>1</value></geocode>'))),
      '/alert/info[2]/area/geocode/valueName',
    ],
    ['no description of an area', one(infoXml({}, '<area></area>')), '/alert/info[2]/area/areaDesc'],
    ['text between the elements', capXml().replace('<info>', 'hello<info>'), '/alert'],
  ])('%s is named by its place', (_, xml, path) => {
    expect(defects(xml)).toEqual({ code: 'ALERT_INVALID', paths: [path] })
  })

  it('does not hide another', () => {
    const { paths } = defects(capXml({ status: 'Real', sent: 'now', infos: [infoXml({ urgency: 'Now' })] }))
    expect(new Set(paths)).toEqual(new Set(['/alert/sent', '/alert/status', '/alert/info/urgency']))
  })

  it.each([
    ['no XML', 'hello'],
    ['broken XML', capXml().replace('</sender>', '')],
    ['another root', '<rss></rss>'],
    [
      'an entity bomb',
      capXml().replace('<alert', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><alert'),
    ],
    ['elements nested without end', '<alert>'.repeat(500) + '</alert>'.repeat(500)],
  ])('%s is told as such', (_, xml) => {
    expect(defects(xml).code).toBe('BAD_BODY')
  })
})
