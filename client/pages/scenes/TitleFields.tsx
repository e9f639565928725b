import { useTranslation } from 'react-i18next'
import { useTyped } from './useTyped.ts'
import { filled, type Words } from './words.ts'

type Props = { title: Words | undefined; onChange(title: Words | undefined): void }

/** A part's heading in both languages; one that is left empty follows the other. */
export function TitleFields({ title, onChange }: Props) {
  const { t } = useTranslation('scenes')
  const { text, type, leave } = useTyped(title, {
    write: (v): Words => v ?? { vi: '', en: '' },
    read: filled,
    onChange,
  })
  return (['vi', 'en'] as const).map((l) => (
    <label key={l}>
      {t(`part.title.${l}`)}
      <input
        name={`part-title-${l}`}
        maxLength={400}
        value={text[l]}
        placeholder={title?.[l]}
        onChange={(e) => type({ ...text, [l]: e.target.value })}
        onBlur={({ relatedTarget: to }) => {
          // From one language to the other is not yet leaving.
          if (!(to instanceof HTMLInputElement && to.name.startsWith('part-title-'))) leave()
        }}
      />
    </label>
  ))
}
