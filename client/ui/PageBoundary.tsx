import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Boundary } from './Boundary.tsx'
import { Button } from './Button.tsx'
import { isMissingProgram } from './missingProgram.ts'
import styles from './shell.module.css'

/** Around a page of a desk: where it cannot be shown it says what failed. `of`: its address, so that another page is tried. */
export function PageBoundary({ of, children }: { of?: string; children: ReactNode }) {
  return (
    <Boundary of={of} instead={(error) => <PageFailed error={error} />}>
      {children}
    </Boundary>
  )
}

function PageFailed({ error }: { error: unknown }) {
  const { t } = useTranslation('common')
  const why = isMissingProgram(error) ? 'missing' : 'broken'
  return (
    <section className={styles.failed} role="alert" data-page-failed={why}>
      <h1>{t('failed.title')}</h1>
      <p>{t(`failed.${why}`)}</p>
      {why === 'broken' && <p>{error instanceof Error ? error.message : String(error)}</p>}
      <Button primary onClick={() => location.reload()}>
        {t('failed.reload')}
      </Button>
    </section>
  )
}
