import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './import.module.css'

const KINDS = '.csv,.txt,.tsv,.xlsx,.json,.geojson,.xml,.px,application/json,application/xml,text/csv'

/** Chooses one file by dialog or by dropping it. */
export function FileDrop({ onFile }: { onFile(file: File): void }) {
  const { t } = useTranslation('import')
  const [over, setOver] = useState(false)
  return (
    <label
      className={styles.drop}
      data-over={over || undefined}
      onDragOver={(e) => {
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault()
        setOver(false)
        const file = e.dataTransfer.files[0]
        if (file) onFile(file)
      }}
    >
      <input
        type="file"
        name="file"
        accept={KINDS}
        onChange={(e) => {
          const file = e.target.files?.[0]
          if (file) onFile(file)
        }}
      />
      <b>{t('choose')}</b>
      <span>{over ? t('dropNow') : t('drop')}</span>
    </label>
  )
}
