import { useTranslation } from 'react-i18next'
import { type FrameMark, sameFrame } from '../../../shared/room.ts'
import styles from './pointer.module.css'

type Props = {
  /** Of this page. */
  here: FrameMark | null
  /** Of the other end; null while it shows none. */
  there: FrameMark | null
  name: string
}

/** Which frame of the numbers stands at each end: equal means the very same cells. */
export function FrameLine({ here, there, name }: Props) {
  const { t } = useTranslation('bridge')
  const same = sameFrame(here, there)
  return (
    <p
      className={styles.frame}
      role="status"
      data-frame={here ? `${here.epoch}.${here.view}.${here.seq}` : ''}
      data-there={there ? `${there.epoch}.${there.view}.${there.seq}` : ''}
    >
      <strong>{t('share.numbersOn', { name })}</strong>
      <span>{t('share.frame', { seq: here?.seq ?? '–' })}</span>
      <span>
        {!there
          ? t('share.frameNone')
          : same
            ? t('share.frameSame')
            : t('share.frameOther', { seq: there.seq })}
      </span>
    </p>
  )
}
