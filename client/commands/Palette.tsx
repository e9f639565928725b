import { Command as Cmdk } from 'cmdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { fold, holdsWords } from '../../shared/fold.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Problem.tsx'
import { useLanguage } from '../ui/preferences.ts'
import { addressOf, useFind } from './find.ts'
import { Keycaps } from './Keycaps.tsx'
import styles from './palette.module.css'
import { type Command, useAllCommands } from './registry.ts'

/** One field for everything: what can be done here, every page, and whatever has a name. */
export function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('palette')
  const language = useLanguage()
  const go = useNavigate()
  const [text, setText] = useState('')
  const { found, error } = useFind(text)
  const fits = (c: Command) =>
    !c.keyOnly && c.enabled !== false && (!text.trim() || holdsWords(fold(`${c.title} ${c.group}`), text))
  const commands = useAllCommands().filter(fits)
  const groups = [...new Set(commands.map((c) => c.group))]
  const kinds = [...new Set(found.map((f) => f.kind))]
  const doing = (work: () => void) => () => {
    onClose()
    // After the palette has gone: what is done may open a dialog of its own.
    setTimeout(work)
  }
  return (
    <Dialog open onClose={onClose} title={t('open')} wide>
      <Cmdk className={styles.palette} shouldFilter={false} label={t('open')} loop data-palette="">
        <Cmdk.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t('placeholder')}
          className={styles.input}
        />
        <Problem error={error} />
        <Cmdk.List className={styles.list}>
          <Cmdk.Empty className={styles.none}>{t('none')}</Cmdk.Empty>
          {groups.map((group) => (
            <Cmdk.Group key={group} heading={group}>
              {commands
                .filter((c) => c.group === group)
                .map((c) => (
                  <Cmdk.Item key={c.id} value={c.id} onSelect={doing(() => c.run())} data-command={c.id}>
                    <span>{c.title}</span>
                    {c.keys?.[0] && <Keycaps keys={c.keys[0]} />}
                  </Cmdk.Item>
                ))}
            </Cmdk.Group>
          ))}
          {kinds.map((kind) => (
            <Cmdk.Group key={kind} heading={t(`kind.${kind}`)}>
              {found
                .filter((f) => f.kind === kind)
                .map((f) => (
                  <Cmdk.Item
                    key={`${kind}:${f.id}`}
                    value={`${kind}:${f.id}`}
                    onSelect={doing(() => void go(addressOf(f)))}
                    data-found={`${kind}:${f.id}`}
                  >
                    <span>{f.name[language]}</span>
                    <small>{[f.id, f.note?.[language]].filter(Boolean).join(' · ')}</small>
                  </Cmdk.Item>
                ))}
            </Cmdk.Group>
          ))}
        </Cmdk.List>
      </Cmdk>
    </Dialog>
  )
}
