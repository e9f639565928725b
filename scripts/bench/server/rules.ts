import type pg from 'pg'
import type { Series } from '../../../server/catalogue/index.ts'
import type { RuleInput } from '../../../shared/api/checks.ts'

/** Units that one rule is held against. */
const UNITS = 10
type Seen = Pick<Series, 'indicator' | 'unit'>

/** Rules of three kinds, each over ten units, spread over all of the series; none of them is ever broken by the values fed. */
export async function writeRules(pool: pg.Pool, series: readonly Seen[], count: number): Promise<void> {
  const indicators = [...new Set(series.map((s) => s.indicator.code))]
  const units = [...new Set(series.map((s) => s.unit.code))]
  const rules = Array.from({ length: count }, (_, i): RuleInput => {
    const own = indicators[i % indicators.length] ?? ''
    const other = indicators[(i + 1) % indicators.length] ?? ''
    const from = (Math.floor(i / indicators.length) * UNITS) % Math.max(1, units.length - UNITS)
    const checks: RuleInput['check'][] = [
      { kind: 'bounds', indicator: own, min: -1_000, max: 1_000 },
      { kind: 'sources', indicator: own, other },
      { kind: 'expression', left: `abs(value("${own}") - value("${other}"))`, operator: '<=', right: '1000' },
    ]
    return {
      name: { vi: `Phép ${i}`, en: `Rule ${i}` },
      check: checks[i % checks.length]!,
      units: units.slice(from, from + UNITS),
      tolerance: { absolute: 1_000 },
      severity: 'notice',
      owner: null,
      enabled: true,
    }
  })
  await pool.query(
    `with made as (
       insert into check_rule (code, created_by)
       select 'BENCH-' || n, 'bench' from generate_series(1, $2::int) n returning id, code)
     insert into check_rule_version (rule_id, version, rule, enabled, created_by)
     select made.id, 1, r.rule, true, 'bench' from unnest($1::jsonb[]) with ordinality r(rule, n)
     join made on made.code = 'BENCH-' || r.n`,
    [rules.map((r) => JSON.stringify(r)), rules.length],
  )
}
