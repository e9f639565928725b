import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../api/index.ts'
import { type GivenAbout, giveAddress } from './giveAddress.ts'

type Props = { about: GivenAbout; from: string; className?: string | undefined }

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
