import type { FirstKnown } from './NewDirective.tsx'

/** What an address asks to be given, as the form takes it. */
export function firstOfAddress(params: URLSearchParams): FirstKnown {
  const give = params.get('give')
  const unit = params.get('unit')
  const from = params.get('from') ?? undefined
  const to = unit && unit !== 'VN' ? { addressees: [unit] } : {}
  const indicator = params.get('indicator')
  if (give === 'number' && indicator && unit)
    return {
      ...to,
      origin: { kind: 'number', indicator, unit },
      aim: { indicator, usual: params.get('value') ?? '' },
      ...(from ? { from } : {}),
    }
  const alert = Number(params.get('alert'))
  if (give === 'alert' && Number.isInteger(alert) && alert > 0)
    return { ...to, origin: { kind: 'alert', alert }, ...(from ? { from } : {}) }
  return {}
}
