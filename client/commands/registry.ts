import { useId, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Something that can be done now. The palette, the keys, the foot of the desk and the map of keys all read this one list. */
export type Command = {
  id: string
  title: string
  /** The heading that it stands under. */
  group: string
  /** Any of these does it: 'j', 'mod+k', 'g d'. */
  keys?: readonly string[]
  /** Works while a person types, too. */
  typing?: boolean
  /** Holds in a dialog too, where all other keys rest. */
  inDialog?: boolean
  /** Named at the foot of the desk, under this shorter word. */
  foot?: string
  /** Only a key, like J and K: not offered in the palette. */
  keyOnly?: boolean
  /** False: the page has it, but not now. */
  enabled?: boolean
  /** Asked at each press: whether its keys are meant, where another part of the page may want the same ones. */
  when?(): boolean
  run(event?: KeyboardEvent): void
}

/** By the part of a page that gave them; later parts come first when two want the same key. */
const layers = new Map<string, { current: readonly Command[] }>()
const store = createStore<{ commands: readonly Command[] }>(() => ({ commands: [] }))
const publish = () => store.setState({ commands: [...layers.values()].flatMap((l) => [...l.current]) })

/** Offers commands while the component is mounted; their work may change with every render. */
export function useCommands(commands: readonly Command[]): void {
  const id = useId()
  const latest = useRef(commands)
  latest.current = commands
  // What a person sees of them; only a change of that is told.
  const seen = JSON.stringify(
    commands.map(({ run: _, ...c }) => [c.id, c.title, c.group, c.keys, c.foot, c.enabled]),
  )
  // With what is drawn, not after it: on a slow machine a key is pressed between the two.
  useLayoutEffect(() => {
    layers.set(id, latest)
    publish()
    return () => {
      layers.delete(id)
      publish()
    }
  }, [id])
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when what is seen of them changes; its place stays
  useLayoutEffect(publish, [seen])
}

/** Its keys but for those that a later part of the page has taken for something else. */
export const ownKeys = (all: readonly Command[], command: Command): readonly string[] =>
  (command.keys ?? []).filter(
    (k) =>
      !all.slice(all.indexOf(command) + 1).some((c) => c.enabled !== false && !c.when && c.keys?.includes(k)),
  )

/** All that can be done on this page, in the order of its parts. */
export const useAllCommands = (): readonly Command[] => useStore(store, (s) => s.commands)

/** What these keys do now; the part that was added last wins. */
export function commandOf(keys: string): Command | null {
  const all = [...layers.values()].flatMap((l) => [...l.current])
  return all.findLast((c) => c.enabled !== false && c.keys?.includes(keys) && c.when?.() !== false) ?? null
}
/** Whether any keys go on after these. */
export const beginsKeys = (keys: string): boolean =>
  [...layers.values()].some((l) =>
    l.current.some((c) => c.enabled !== false && c.keys?.some((k) => k.startsWith(`${keys} `))),
  )

type Panel = 'palette' | 'keys' | null
const panel = createStore<{ open: Panel }>(() => ({ open: null }))
export const usePanel = (): Panel => useStore(panel, (s) => s.open)
export const openPanel = (open: Panel): void => panel.setState({ open })
