import type { DirectiveView } from '../../../shared/api/directives.ts'

export const isOpen = (d: Pick<DirectiveView, 'state'>) => d.state !== 'closed' && d.state !== 'withdrawn'

/** Those that are over their time first, then those whose time ends soonest; done ones newest first. */
export const inOrder = (rows: readonly DirectiveView[]): DirectiveView[] =>
  [...rows].sort((a, b) => {
    if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1
    return isOpen(a) ? a.due - b.due || a.id - b.id : b.id - a.id
  })
