import { useState } from 'react'
import { useMe } from '../../api/index.ts'
import { useWalls } from '../screens/useScreens.ts'
import { type Look, lookOf, type Shape, seenAs } from './shape.ts'

/** One panel of 55 inches, four metres off. */
const USUAL = { heightMetres: 0.68, distanceMetres: 4 }
type Size = typeof USUAL

function kept(key: string): Look {
  try {
    return lookOf(localStorage.getItem(key))
  } catch {
    return lookOf(null)
  }
}
function keep(key: string, look: Look): void {
  try {
    localStorage.setItem(key, JSON.stringify(look))
  } catch {
    // Storage is closed to this page: it holds while the page is open.
  }
}

/** The wall that is drawn on and the seats before it: what the person looked at last, a wall's own height to begin with. */
export function useRoom() {
  const me = useMe()
  const key = `td.scene-room.${me.person?.id}`
  const walls = useWalls(me.can('read', 'Screen'))
  const [look, setLook] = useState(() => kept(key))
  const [typed, setTyped] = useState<{ of: Shape; heightMetres: number } | null>(null)
  const seen = seenAs(look.shape, walls)
  const own = typed?.of === seen.shape ? typed.heightMetres : null
  const room: Size = {
    heightMetres: own ?? seen.heightMetres ?? USUAL.heightMetres,
    distanceMetres: look.distanceMetres ?? USUAL.distanceMetres,
  }
  const put = (next: Look) => {
    setLook(next)
    keep(key, next)
  }
  return {
    ...{ walls, seen, room },
    choose: (shape: Shape) => put({ ...look, shape }),
    setRoom(next: Size) {
      if (next.heightMetres !== room.heightMetres)
        setTyped({ of: seen.shape, heightMetres: next.heightMetres })
      if (next.distanceMetres !== room.distanceMetres) put({ ...look, distanceMetres: next.distanceMetres })
    },
  }
}
