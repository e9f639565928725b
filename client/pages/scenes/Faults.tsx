import { useTranslation } from 'react-i18next'
import type { SceneFault } from '../../../shared/scene-check.ts'
import { Problem } from '../../ui/index.ts'
import { faultsOf } from './api.ts'
import styles from './scenes.module.css'

/** Why a document was refused: each place, and what is wrong there. */
export function Faults({ error, more = [] }: { error: Error | null; more?: readonly SceneFault[] }) {
  const { t } = useTranslation('scenes')
  const faults = [...faultsOf(error), ...more]
  return (
    <>
      <Problem error={error} />
      {faults.length > 0 && (
        <ul className={styles.faults} data-faults={faults.length}>
          {faults.map((f) => (
            <li key={`${f.field} ${f.code} ${f.what}`}>
              <code>{f.field}</code> {t(`fault.${f.code}`)}: {f.what}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
