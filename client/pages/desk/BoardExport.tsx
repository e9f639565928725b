import { useTranslation } from 'react-i18next'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { ExportMenu } from '../../export/index.ts'
import { viewNow } from '../../live/index.ts'
import { boardSheet } from './boardSheet.ts'
import { dayAndClock } from './times.ts'

/** The board as it stands on screen, as a file: every row of the filter, not only those in sight. */
export function BoardExport({ rows, language }: { rows: readonly BoardRow[]; language: Language }) {
  const { t } = useTranslation(['desk', 'export'])
  return (
    <ExportMenu
      of={t('board.title')}
      about={() => ({
        title: t('board.title'),
        name: t('board.title'),
        source: t('export:ownBoard'),
        measure: null,
        asOf: dayAndClock(viewNow()),
        simulated: rows.some((r) => r.simulated),
      })}
      sheet={() =>
        boardSheet(
          rows,
          language,
          (column) => t([`column.${column}`, `export:column.${column}`]),
          (state) => t(`state.${state}`),
        )
      }
      picture={() => document.querySelector<HTMLElement>('[data-pane="board"] [data-export="in-sight"]')}
    />
  )
}
