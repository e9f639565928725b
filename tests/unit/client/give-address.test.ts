import { expect, it } from 'vitest'
import { firstOfAddress } from '../../../client/pages/directives/firstOfAddress.ts'
import { giveAddress } from '../../../client/ui/giveAddress.ts'

const first = (about: Parameters<typeof giveAddress>[0], from: string) =>
  firstOfAddress(new URLSearchParams(giveAddress(about, from).split('?')[1]))

it('the form is opened with what another page spoke of', () => {
  expect(first({ kind: 'number', indicator: 'DP-07', unit: '22' }, 'Giải ngân, Quảng Ninh')).toMatchObject({
    addressees: ['22'],
    origin: { kind: 'number', indicator: 'DP-07', unit: '22' },
    aim: { indicator: 'DP-07' },
    from: 'Giải ngân, Quảng Ninh',
  })
  // Of the whole country nobody is addressed before a person says so.
  expect(first({ kind: 'number', indicator: 'KTN-02', unit: 'VN' }, '')).not.toHaveProperty('addressees')
  expect(first({ kind: 'alert', alert: 17, unit: '46' }, 'Mưa lớn')).toEqual({
    addressees: ['46'],
    origin: { kind: 'alert', alert: 17 },
    from: 'Mưa lớn',
  })
  expect(firstOfAddress(new URLSearchParams('give=alert&alert=x'))).toEqual({})
  expect(firstOfAddress(new URLSearchParams(''))).toEqual({})
})
