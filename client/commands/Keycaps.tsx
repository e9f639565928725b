import { keycaps } from './keys.ts'

/** The keys of a command as they stand on the keyboard. */
export function Keycaps({ keys }: { keys: string }) {
  return (
    <>
      {keycaps(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </>
  )
}
