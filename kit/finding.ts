export type Finding = {
  /** fail: would not be taken; advice: would be, and could be better. */
  level: 'pass' | 'advice' | 'fail'
  code: FindingCode
  detail: Record<string, unknown>
}
export type FindingCode =
  | 'READ'
  | 'FETCHED'
  | 'UNREADABLE'
  | 'HTTP_STATUS'
  | 'TOO_LARGE'
  | 'NO_VALIDATOR'
  | 'SAYS_UNCHANGED'
  | 'VALIDATOR_IGNORED'
  | 'CENTRE_AWAY'
  | 'CENTRE_REFUSED'
  | 'DISABLED'
  | 'FORMAT'
  | 'UNDECIDED'
  | 'UNKNOWN_UNITS'
  | 'UNREADABLE_PERIODS'
  | 'NO_ROWS'
  | 'ACCEPTED'
  | 'REFUSED'
  | 'PROMISED'
  | 'MISSING'
  | 'NEWEST'
