/** One line to the person at the terminal. */
export const say = (line) => process.stdout.write(`${line}\n`)

/** Ends with one clear line when the machine's node is too old to set anything up. */
export function checkNode() {
  const version = process.versions.node
  if (Number(version.split('.')[0]) >= 20) return
  process.stderr.write(
    `Node.js ${version} is too old: Trống Đồng needs 20 or newer (https://nodejs.org). It brings its own Node 24 for itself.\n`,
  )
  process.exit(1)
}

/** Shows a step and how long it took; passes on what it throws. */
export async function step(text, work) {
  const from = performance.now()
  say(`• ${text} …`)
  const result = await work()
  say(`  done in ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return result
}
