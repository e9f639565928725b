// What can be done on a page, by palette and by key.
export { CommandCenter } from './CommandCenter.tsx'
export { Keycaps } from './Keycaps.tsx'
export { keycaps } from './keys.ts'
export { type Command, openPanel, useAllCommands, useCommands } from './registry.ts'

/*
  useCommands([{ id, title, group, keys: ['n'], run }])   offers actions of the page that is shown; the palette (Ctrl K), the
                                                          map of keys (?) and the keys themselves read the same list
*/
