import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { BridgeView } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'
import { Problem } from '../../ui/index.ts'
import { Replay } from './Replay.tsx'
import styles from './replay.module.css'

/** A session that ended, as it was: picture, numbers as known then, floor, agenda and directives on one time line. */
export default function ReplayPage() {
  const { t } = useTranslation('sessionReplay')
  const { id = '' } = useParams()
  const session = useQuery({
    // Not of the page's time: what is on record of the session itself.
    queryKey: ['bridge', id, 'record'],
    queryFn: () => api.get<BridgeView>(`/api/bridge/${encodeURIComponent(id)}`),
  })
  // Another time asks everything anew; the session that is replayed stays while it does.
  const [s, keep] = useState<BridgeView | null>(null)
  useEffect(() => {
    if (session.data) keep(session.data)
  }, [session.data])
  return (
    <main className={styles.page} data-page="replay">
      <Problem error={session.error} />
      {s && s.endedAt !== null && (
        <Replay session={s} from={Math.floor(s.openedAt)} to={Math.ceil(s.endedAt)} />
      )}
      {s && s.endedAt === null && (
        <p>
          {t('running')} <Link to={`/session/${s.id}`}>{s.title}</Link>
        </p>
      )}
    </main>
  )
}
