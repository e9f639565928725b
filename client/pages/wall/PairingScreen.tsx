import { useTranslation } from 'react-i18next'
import styles from './pairing.module.css'
import type { Pairing } from './pairing.ts'

/** A screen that nobody has let in yet shows its code in figures that the whole room can read. */
export function PairingScreen({ pairing }: { pairing: Exclude<Pairing, { state: 'paired' }> }) {
  const { t } = useTranslation('wall')
  return (
    <main className={styles.page} data-pairing={pairing.state}>
      <h1>{t('title')}</h1>
      {pairing.state === 'code' ? (
        <>
          <p className={styles.code} data-code={pairing.code}>
            {pairing.code.slice(0, 3)} {pairing.code.slice(3)}
          </p>
          <p>{t('pairing.how')}</p>
        </>
      ) : (
        <p role="status">{pairing.state === 'away' ? t('pairing.away') : t('pairing.asking')}</p>
      )}
    </main>
  )
}
