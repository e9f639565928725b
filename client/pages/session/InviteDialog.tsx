import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import styles from './dialog.module.css'
import type { SessionActions } from './useSessionActions.ts'

const INVITED_KINDS = ['province', 'ministry', 'agency', 'corporation', 'committee', 'association']

/** Chooses one unit that is not in the session yet. */
export function InviteDialog(props: { session: BridgeView; actions: SessionActions; onClose(): void }) {
  const { session, actions, onClose } = props
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const [text, setText] = useState('')
  const units = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const plain = (s: string) => s.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase()
  const there = new Set(session.points.filter((p) => p.role === 'point').map((p) => p.unit))
  const wanted = plain(text.trim())
  const list = (units.data ?? [])
    .filter((u) => INVITED_KINDS.includes(u.kind) && !there.has(u.code))
    .filter((u) => !wanted || plain(`${u.name.vi} ${u.name.en} ${u.code}`).includes(wanted))
    .slice(0, 40)
  return (
    <Dialog open onClose={onClose} title={t('invite.title')}>
      <label className={styles.search}>
        {t('invite.search')}
        <input type="search" value={text} onChange={(e) => setText(e.target.value)} name="unit" />
      </label>
      <ul className={styles.units}>
        {list.map((u) => (
          <li key={u.code}>
            <button
              type="button"
              disabled={actions.invite.isPending}
              data-invite={u.code}
              onClick={() => actions.invite.mutate(u.code, { onSuccess: onClose })}
            >
              {u.name[language]} <small>{t(`kind.${u.kind}`)}</small>
            </button>
          </li>
        ))}
      </ul>
      {units.isSuccess && !list.length && <p>{t('invite.nothing')}</p>}
      <Problem error={units.error ?? actions.invite.error} />
      <footer className={styles.foot}>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </footer>
    </Dialog>
  )
}
