import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../api/index.ts'

/** What a task is given about. */
export type GivenAbout =
  | { kind: 'number'; indicator: string; unit: string }
  | { kind: 'alert'; alert: number; unit?: string | undefined }
type Props = { about: GivenAbout; from: string; className?: string | undefined }

const LONGEST = 200
/** The address of the form, filled with what it is about; `from` says it in words. */
export function giveAddress(about: GivenAbout, from: string): string {
  const words: Record<string, string> =
    about.kind === 'number'
      ? { give: 'number', indicator: about.indicator, unit: about.unit }
      : { give: 'alert', alert: String(about.alert), ...(about.unit ? { unit: about.unit } : {}) }
  return `/directives?${new URLSearchParams({ ...words, from: from.slice(0, LONGEST) })}`
}

/** For who may give tasks: from what is shown to the form, which keeps where it came from. */
export function GiveLink({ about, from, className }: Props) {
  const { t } = useTranslation('directives')
  const me = useMe()
  if (!me.can('manage', 'Directive')) return null
  return (
    <Link className={className} to={giveAddress(about, from)} data-give={about.kind}>
      {t('give')}
    </Link>
  )
}
