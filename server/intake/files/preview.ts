import type { PreviewView } from '../../../shared/api/intake.ts'
import { type CatalogueSnapshot, dayOf, nameOn } from '../../catalogue/index.ts'
import type { Validated } from '../validate.ts'
import type { Opened } from './index.ts'
import { indicatorFor, measureHint } from './recognise.ts'

const SHOWN = 200
type File = { name: string; body: Buffer; sha256: string }

/** What a person is shown before anything is written. */
export function previewOf(
  file: File,
  connection: string,
  { decoded, recognised, mapping, flat, rows }: Opened,
  judged: Validated,
  now: CatalogueSnapshot,
): PreviewView {
  const read = [...(flat?.periods.entries() ?? [])].flatMap(([label, p]) => (p ? [{ label, ...p }] : []))
  const sorted = read.map((p) => p.period).sort()
  const role = (id: string) =>
    id === recognised?.layout.unit
      ? 'unit'
      : id === recognised?.layout.time
        ? 'time'
        : decoded.kind === 'cube' || recognised?.layout.items?.includes(id)
          ? 'item'
          : 'ignored'
  const rawByRow = new Map(rows.map((r) => [`${r.row}/${String(r.fields?.indicator)}`, r]))
  return {
    file: { name: file.name, bytes: file.body.length, sha256: file.sha256 },
    connection,
    format: decoded.format,
    title: decoded.kind === 'cube' ? decoded.label || null : null,
    source: decoded.kind === 'cube' ? decoded.source : null,
    mapping,
    dimensions: (recognised?.axes ?? []).map((a) => ({
      id: a.id,
      label: a.label,
      size: a.labels.length,
      role: role(a.id),
      sample: a.labels.slice(0, 5),
    })),
    items: (recognised?.items ?? []).map((item) => {
      const choice = mapping?.items[item]
      return {
        item,
        indicator: choice
          ? 'create' in choice
            ? choice.create.code
            : choice.indicator
          : indicatorFor(item, now),
        decided: choice !== undefined,
        measureHint: measureHint(item),
        cells: flat?.cellsByItem.get(item) ?? 0,
      }
    }),
    units: [...(flat?.units.values() ?? [])].map(({ label, unit, cells }) => {
      const name = unit && nameOn(unit, unit.validTo ?? dayOf(Date.now()))
      return {
        label,
        code: unit?.code ?? null,
        kind: unit?.kind ?? null,
        name: name ? { vi: name.vi, en: name.en } : null,
        cells,
      }
    }),
    periods: {
      kind: read[0]?.kind ?? null,
      first: sorted[0] ?? null,
      last: sorted.at(-1) ?? null,
      count: sorted.length,
      unreadable: [...(flat?.periods.entries() ?? [])]
        .flatMap(([label, p]) => (p ? [] : [label]))
        .slice(0, SHOWN),
    },
    cells: flat?.cells ?? rows.length,
    empty: flat?.empty ?? 0,
    accepted: judged.rows.length,
    refused: judged.refused.length,
    refusals: judged.refused.slice(0, SHOWN).map(({ content: _, ...r }) => r),
    sample: judged.rows.slice(0, 20).map((r) => {
      const unit = now.unitById(r.unitId)
      const indicator = now.indicatorById(r.indicatorId)?.code
      const raw = rawByRow.get(`${r.row}/${indicator}`) ?? rows.find((x) => x.row === r.row)
      return {
        indicator: indicator ?? String(raw?.fields?.indicator ?? ''),
        unit: unit?.code ?? '',
        period: r.period ?? new Date(r.validFrom).toISOString(),
        value: r.value,
      }
    }),
  }
}
