import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { PERIODS } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, Dialog } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import styles from './admin.module.css'
import { curlExample, sampleTime } from './connectionDraft.ts'

type Props = { id: string; secret: string; onClose(): void }

/** A new key, once, with a command that tries it. */
export function ShownKey({ id, secret, onClose }: Props) {
  const { t } = useTranslation('admin')
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: () => api.get<ConnectionView[]>('/api/connections'),
  })
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  const promised = connections.data?.find((c) => c.id === id)?.contract.series[0]
  const indicator = indicators.data?.find((i) => !promised || i.code === promised.indicator)
  const period = PERIODS.find((p) => p === indicator?.period) ?? 'realtime'
  const unit = Array.isArray(promised?.units) ? promised.units[0] : undefined
  const example = curlExample(window.location.origin, id, secret, {
    indicator: indicator?.code ?? promised?.indicator ?? '',
    unit: unit ?? (indicator?.level === 'province' ? '01' : 'VN'),
    ...sampleTime(period, serverNow()),
    value: 1,
    ...(promised?.measure && { measure: promised.measure }),
  })
  return (
    <Dialog open wide onClose={onClose} title={t('connection.keyTitle', { id })}>
      <div className={forms.form} data-key-of={id}>
        <p>{t('connection.keyOnce')}</p>
        <Secret label={t('connection.key')} text={secret} name="key" />
        <Secret label={t('connection.example')} text={example} name="curl" />
        <footer>
          <Button primary onClick={onClose}>
            {t('connection.keySaved')}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

/** A text to take away, with a button that copies it. */
export function Secret({ label, text, name }: { label: string; text: string; name: string }) {
  const { t } = useTranslation('admin')
  const [copied, setCopied] = useState(false)
  return (
    <div className={styles.secret}>
      <span>{label}</span>
      <pre data-secret={name}>{text}</pre>
      <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  )
}
