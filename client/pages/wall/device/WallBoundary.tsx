import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Boundary } from '../../../ui/Boundary.tsx'
import { beginAnew } from './anew.ts'
import styles from './device.module.css'
import { reportFailure } from './failures.ts'

/** Around a whole wall: broken, it says so and loads itself again. */
export function WallBoundary({ children }: { children: ReactNode }) {
  return <Boundary instead={(error) => <Broken error={error} />}>{children}</Boundary>
}

function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation('wall')
  useEffect(() => {
    void beginAnew()
    return reportFailure('wall', error)
  }, [error])
  return (
    <main className={styles.taken} data-broken="">
      <b>{t('failed.wall')}</b>
      <p>{t('failed.wallHow')}</p>
    </main>
  )
}
