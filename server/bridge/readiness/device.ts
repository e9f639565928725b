const BROWSERS: [RegExp, string][] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)[^ ]* (?:Mobile\/\S+ )?Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** 'Chrome 141, Windows' from what a browser calls itself. Pure. */
export function deviceName(agent: string): string {
  const browser = BROWSERS.flatMap(([is, name]) => {
    const found = is.exec(agent)
    return found ? [`${name} ${found[1]}`] : []
  })[0]
  const system = SYSTEMS.find(([is]) => is.test(agent))?.[1]
  return [browser, system].filter(Boolean).join(', ') || agent.slice(0, 60) || '?'
}
