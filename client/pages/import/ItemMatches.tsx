import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { ItemChoice, PreviewView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button } from '../../ui/index.ts'
import { figure } from '../desk/figures.ts'
import styles from './import.module.css'

type Props = {
  preview: PreviewView
  language: Language
  onChoose(item: string, choice: ItemChoice): void
  /** Absent: an indicator is made elsewhere, before. */
  onCreate?: (item: string) => void
}

/** Each column of numbers in the file and the indicator it is read as. */
export function ItemMatches({ preview, language, onChoose, onCreate }: Props) {
  const { t } = useTranslation('import')
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  return (
    <section className={styles.block}>
      <h2>{t('indicators')}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('inFile')}</th>
            <th className={styles.figure}>{t('count')}</th>
            <th>{t('matched')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {preview.items.map((item) => {
            const choice = preview.mapping?.items[item.item]
            const created = choice && 'create' in choice ? choice.create.code : null
            return (
              <tr key={item.item} data-item={item.item} data-matched={created ?? item.indicator ?? undefined}>
                <td className={styles.label}>{item.item}</td>
                <td className={styles.figure}>{figure(item.cells, language)}</td>
                <td>
                  <select
                    aria-label={t('choosing')}
                    value={created ? '+' : (item.indicator ?? (item.decided ? '' : '?'))}
                    data-undecided={(!item.decided && item.indicator === null) || undefined}
                    onChange={(e) =>
                      !'+?'.includes(e.target.value || ' ') &&
                      onChoose(item.item, e.target.value ? { indicator: e.target.value } : null)
                    }
                  >
                    {!item.decided && item.indicator === null && <option value="?">{t('notMatched')}</option>}
                    <option value="">{t('role.ignored')}</option>
                    {created && <option value="+">{t('willCreate', { code: created })}</option>}
                    {(indicators.data ?? []).map((i) => (
                      <option key={i.code} value={i.code}>
                        {i.code} · {i.short[language]} ({i.measure})
                      </option>
                    ))}
                  </select>
                </td>
                <td className={styles.act}>
                  {onCreate && (
                    <Button onClick={() => onCreate(item.item)} data-create={item.item}>
                      {t('create')}
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
