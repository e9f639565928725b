import { Document, Packer, Paragraph } from 'docx'
import { expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { safeName, sniff } from '../../../server/directives/sniff.ts'

it('a file is what its bytes are, whatever it is called', async () => {
  const docx = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('Văn bản')] }] }))
  const xlsx = await (await writeExcelFile([[{ value: 'Số' }]])).toBuffer()
  expect(sniff(docx)).toMatch(/wordprocessingml/)
  expect(sniff(xlsx)).toMatch(/spreadsheetml/)
  expect(sniff(Buffer.from('%PDF-1.4'))).toBe('application/pdf')
  expect(sniff(Buffer.from('ffd8ffe000', 'hex'))).toBe('image/jpeg')
  expect(sniff(Buffer.from('89504e470d0a1a0a', 'hex'))).toBe('image/png')
  expect(sniff(Buffer.from('a;b\n1;2\n'))).toBe('text/plain')
  expect(sniff(Buffer.from('PK\u0003\u0004'))).toBeNull()
  expect(sniff(Buffer.from([0x4d, 0x5a, 0, 1]))).toBeNull()
  expect(sniff(Buffer.from([0xc3, 0x28]))).toBeNull()
  expect(sniff(docx.subarray(0, docx.length - 30))).toBeNull()
})

it.each([
  ['Báo cáo.pdf', 'application/pdf', 'Báo cáo.pdf'],
  ['..\\..\\windows\\a.PDF', 'application/pdf', 'a.pdf'],
  ['hóa đơn.exe', 'application/pdf', 'hóa đơn.exe.pdf'],
  ['\u202efdp.txt', 'text/plain', 'fdp.txt'],
  ['', 'image/png', 'tep.png'],
  ['.htaccess', 'text/plain', 'htaccess.txt'],
])('%j of %s leaves as %j', (name, mime, wanted) => expect(safeName(name, mime)).toBe(wanted))
