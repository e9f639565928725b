import { useEffect, useState } from 'react'

/** CSS pixels of one design unit: the screen's height / 1080. */
export function useUnit(): number {
  const [u, setU] = useState(() => innerHeight / 1080)
  useEffect(() => {
    const sized = () => setU(innerHeight / 1080)
    window.addEventListener('resize', sized)
    return () => window.removeEventListener('resize', sized)
  }, [])
  return u
}
